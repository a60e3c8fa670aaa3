-- case: rows for a new table, after a change of another
create table users (id bigint);
-- then:
alter table users add column role text;
create table roles (name text);
insert into roles select 'r' || id from users;
-- case: a new table, and changes of rows in one that is in use: nothing is locked for long
create table users (id bigint);
-- then:
create table roles (name text);
delete from users where id < 0;
-- case: many rows
create table a (id bigint);
create table b (id bigint);
-- then:
create index on a (id);
insert into b select id from a;
-- ^^^^^^^^ `insert into b` runs while this migration holds SHARE on `a`
-- case: only rows
create table t (a int);
-- then:
update t set a = 1;
delete from t where a = 2;
-- case: reading is no change
create table t (a int);
-- then:
alter table t add column b int;
select count(*) from t;
-- case: the transaction between them has ended
-- given: no transaction
create table t (a int);
-- then:
begin;
alter table t add column b int;
commit;
begin;
update t set b = a;
commit;
-- case: what is locked already is not waited for
create table t (a int, b int);
-- then:
alter table t add column "é" int;
update t set a = 1 where b > 0;
alter table t alter a set default 1;
create index on t (a);
