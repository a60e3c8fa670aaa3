-- case: one statement, and a table that goes
create table users (id bigint primary key);
create table shops (id bigint primary key);
create table "É" (user_id bigint, shop_id bigint);
-- then:
ALTER TABLE "É" ADD CONSTRAINT a FOREIGN KEY (user_id) REFERENCES users NOT VALID, ADD CONSTRAINT b FOREIGN KEY (shop_id) REFERENCES shops NOT VALID;
-- ^^^^^^^^ With this foreign key the transaction holds locks on `É`, `users` and `shops` at once
-- case: dropping a table that refers to two
create table users (id bigint primary key);
create table shops (id bigint primary key);
create table orders (user_id bigint references users, shop_id bigint references shops);
-- then:
drop table orders;
-- ^^^^^^^ With its foreign keys the transaction holds locks on `orders`, `users` and `shops` at once
-- case: a timeout is set
create table users (id bigint primary key);
create table shops (id bigint primary key);
create table orders (user_id bigint, shop_id bigint);
-- then:
set local lock_timeout = '1s';
alter table orders add foreign key (user_id) references users not valid, add foreign key (shop_id) references shops not valid;
-- case: two foreign keys to one table
create table users (id bigint primary key);
create table orders (user_id bigint, payer_id bigint);
-- then:
alter table orders add foreign key (user_id) references users not valid, add foreign key (payer_id) references users not valid;
-- case: a new table refers to many
create table users (id bigint primary key);
create table shops (id bigint primary key);
create table towns (id bigint primary key);
-- then:
create table orders (user_id bigint references users, shop_id bigint references shops, town_id bigint references towns);
