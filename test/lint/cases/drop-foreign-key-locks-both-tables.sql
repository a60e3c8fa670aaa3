-- case: a column, a table and several tables
create table users (id bigint primary key);
create table shops (id bigint primary key);
create table orders (user_id bigint references users, shop_id bigint references shops);
create table carts (user_id bigint references users, shop_id bigint references shops);
-- then:
alter table orders drop column user_id;
--                 ^^^^^^^^^^^^^^^^^^^ Dropping `user_id` also blocks reads and writes of `users`, to which it refers
drop table if exists carts;
--                   ^^^^^ Dropping `carts` also blocks reads and writes of `shops`, to which it refers
-- case: both go in one statement, and one refers to itself
create table users (id bigint primary key, boss bigint references users);
create table orders (user_id bigint references users);
-- then:
drop table orders, users;
-- case: a constraint that is no foreign key, or is not known
create table t (a int check (a > 0));
-- then:
alter table t drop constraint t_a_check, drop constraint if exists nothing;
-- case: the other table is closed to others already
create table users (id bigint primary key);
create table orders (user_id bigint constraint k references users);
-- then:
alter table users add column name text;
alter table orders drop constraint k;
-- case: with schemas
create schema "é";
create table "é".users (id bigint primary key);
create table "é".t (user_id bigint constraint "k é" references "é".users);
-- then:
SELECT 'é😀'; ALTER TABLE "é".t DROP CONSTRAINT "k é";
--                              ^^^^^^^^^^^^^^^^^^^^^ Dropping `k é` also blocks reads and writes of `é.users`, to which it refers
-- case: the other table is to go as well
create table users (id bigint primary key);
create table orders (user_id bigint references users);
-- then:
drop table orders;
drop table users;
