insert into authors (name) values ('Ann');
