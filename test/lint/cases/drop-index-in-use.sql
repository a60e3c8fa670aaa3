-- case: the foreign key goes, too, or the table
create table users (id bigint primary key);
create table orders (user_id bigint constraint k references users);
create index i on orders (user_id);
create table carts (user_id bigint references users);
create index j on carts (user_id);
-- then:
drop index i;
alter table orders drop constraint k;
drop index j;
drop table carts;
-- case: with a schema, and several columns
create schema "é";
create table "é".p (a int, b int, primary key (a, b));
create table "é".c (a int, b int, constraint "k é" foreign key (a, b) references "é".p);
create index "i é" on "é".c (a, b);
-- then:
SELECT 'é😀'; DROP INDEX "é"."i é";
--                       ^^^^^^^^^ Without `é.i é` no index begins with `a` and `b`, which the foreign key `k é` needs
-- case: a unique index that another one replaces, or a constraint
create table t (a int, b int);
create unique index i on t (a);
create unique index j on t (b);
-- then:
drop index i, j;
create unique index k on t (a, b);
alter table t add unique (b);
-- case: unique by an expression
create table t (a text);
create unique index i on t (lower(a));
-- then:
drop index i;
--         ^ Without `i` rows may be equal
