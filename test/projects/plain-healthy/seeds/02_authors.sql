insert into authors (name) values ('Bob');
