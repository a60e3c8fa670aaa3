insert into customers (email) values ('ann@example.com');
