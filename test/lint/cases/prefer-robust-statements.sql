-- case: what is there already, and what is not
-- given: no transaction
create table t (a int, b int, c int, constraint k check (a > 0));
create type mood as enum ('sad');
create sequence s;
create index i on t (a);
-- then:
create schema "Schéma";
-- ^^^^^^^^^^ Without `IF NOT EXISTS` the migration cannot run again when a later statement fails
create sequence q;
-- ^^^^^^^^^^^^ Without `IF NOT EXISTS` the migration cannot run again when a later statement fails
create temporary table x (a int);
alter type mood add value 'ok';
-- ^^^^^^^ Without `IF NOT EXISTS` the migration cannot run again when a later statement fails
alter table t add "é" int, drop b, drop column if exists c, drop constraint k;
--            ^^^^^^^^^^^ Without `IF NOT EXISTS` the migration cannot run again when a later statement fails
--                         ^^^^^^ Without `IF EXISTS` the migration cannot run again when a later statement fails
--                                                          ^^^^^^^^^^^^^^^^^ Without `IF EXISTS` the migration cannot run again when a later statement fails
drop index concurrently i;
-- ^^^^^^^ Without `IF EXISTS` the migration cannot run again when a later statement fails
drop sequence s;
-- ^^^^^^^^^^ Without `IF EXISTS` the migration cannot run again when a later statement fails
create index n on t (a);
-- ^^^^^^^^^ Without `IF NOT EXISTS` the migration cannot run again when a later statement fails
create index on t (a);
create index concurrently o on t (a);
alter table t enable row level security;
create view v as select a from t;
insert into t values (1);
-- fixed:
create schema if not exists "Schéma";
create sequence if not exists q;
create temporary table x (a int);
alter type mood add value if not exists 'ok';
alter table t add if not exists "é" int, drop if exists b, drop column if exists c, drop constraint if exists k;
drop index concurrently if exists i;
drop sequence if exists s;
create index if not exists n on t (a);
create index on t (a);
create index concurrently o on t (a);
alter table t enable row level security;
create view v as select a from t;
insert into t values (1);
-- case: squawk #385: a transaction of its own
-- given: no transaction
create table a (b int, constraint uq unique (b));
-- then:
start transaction;
alter table a drop constraint uq;
commit;
-- case: squawk #739 #308
-- given: no transaction
create temp table t (a int) on commit drop;
create table if not exists test (a int);
alter table if exists test enable row level security;
select 1;
-- case: behind it nothing can fail
-- given: no transaction
create table t (a int);
comment on table t is 'x';
-- case: SELECT INTO has no place for the words
-- given: no transaction
select 1 as a into t;
create table u as select 1 as a;
-- ^^^^^^^^^ Without `IF NOT EXISTS` the migration cannot run again when a later statement fails
select 1;
-- fixed:
select 1 as a into t;
create table if not exists u as select 1 as a;
select 1;
