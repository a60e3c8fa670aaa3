-- case: a timeout makes it short
create table t (a int);
create table u (a int);
-- then:
set local lock_timeout = '2s';
alter table t add column b int;
alter table u add column b int;
-- case: tables that go
create table t (a int);
create table u (a int);
-- then:
drop table t;
drop table u;
-- case: an index, a trigger, a policy
create table t (a int);
create table "ü" (a int);
create index i on "ü" (a);
-- then:
alter table t add column b int;
drop index i;
-- ^^^^^^^ Nobody can use `t` while this waits for `ü`: both are locked until the transaction ends
-- case: one statement has two of its own, and the next has both
create table t (a int primary key);
create table u (a int constraint k references t);
-- then:
alter table u drop constraint k;
alter table t add column b int;
alter table u add column b int;
-- case: locks that let others read, and views
create table t (a int);
create table u (a int);
create view v as select a from u;
-- then:
alter table t add column b int;
create index on u (a);
alter view v rename to w;
-- case: the transaction has ended
-- given: no transaction
create table t (a int);
create table u (a int);
-- then:
begin;
alter table t add column b int;
commit;
begin;
alter table u add column b int;
commit;
