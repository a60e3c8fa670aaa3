-- case: one statement, and a table that goes
create table users (id bigint primary key);
create table shops (id bigint primary key);
create table "É" (user_id bigint, shop_id bigint);
-- then:
ALTER TABLE "É" ADD CONSTRAINT a FOREIGN KEY (user_id) REFERENCES users NOT VALID, ADD CONSTRAINT b FOREIGN KEY (shop_id) REFERENCES shops NOT VALID;
-- ^^^^^^^^ With this foreign key the transaction holds locks on `É`, `users` and `shops` at once
-- case: a table that goes with its foreign keys is another rule's matter
create table users (id bigint primary key);
create table shops (id bigint primary key);
create table orders (user_id bigint references users, shop_id bigint references shops);
-- then:
drop table orders;
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
-- case: two tables closed altogether are another rule's matter
create table users (id bigint primary key);
create table a (id bigint primary key);
create table b (id bigint primary key);
-- then:
alter table a add column x int;
alter table b add column user_id bigint references users;
-- case: tables that were locked for something else
create table users (id bigint primary key);
create table a (id bigint primary key);
create table b (user_id bigint);
-- then:
alter table a add column x int;
alter table b add foreign key (user_id) references users not valid;
-- ^^^^^^^^ With this foreign key the transaction holds locks on `a`, `b` and `users` at once
-- case: the keys of a new table, as Prisma writes them
create table users (id bigint primary key);
create table shops (id bigint primary key);
create table towns (id bigint primary key);
-- then:
create table orders (user_id bigint, shop_id bigint, town_id bigint);
alter table orders add constraint a foreign key (user_id) references users;
alter table orders add constraint b foreign key (shop_id) references shops;
alter table orders add constraint c foreign key (town_id) references towns;
