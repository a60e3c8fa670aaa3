insert into authors (name) values ('Ursula K. Le Guin');
