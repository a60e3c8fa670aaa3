-- case: with its schema, and in the author's case
-- given: no transaction
create schema app;
create table app."Ü" (a int);
create index "é" on app."Ü" (a);
-- then:
SELECT 'é😀'; DROP INDEX IF EXISTS app."é";
--            ^^^^^^^^^^ Dropping `app.é` waits for all who use the table, and blocks reads and writes of `app.Ü` meanwhile
-- fixed:
SELECT 'é😀'; DROP INDEX CONCURRENTLY IF EXISTS app."é";
-- case: one that is not there
drop index if exists nothing;
-- ^^^^^^^ Dropping `nothing` waits for all who use the table, and blocks reads and writes meanwhile
-- fixed:
drop index concurrently if exists nothing;
-- case: a temporary table's, and a new table's
create temp table t (a int);
create index i on t (a);
drop index i;
create table u (a int);
create index j on u (a);
drop index j;
-- case: the table is closed to others already
create table t (a int);
create index i on t (a);
-- then:
alter table t add column b int;
drop index i;
-- case: in the script's own transaction there is no other way, and it waits all the same
-- given: no transaction
create table t (a int);
create index i on t (a);
-- then:
begin;
drop index i;
-- ^^^^^^^ Dropping `i` waits for all who use the table, and blocks reads and writes of `t` meanwhile
commit;
-- case: what belongs to a constraint or to a partitioned table's index cannot be dropped by itself
-- given: refused with 2BP01
create table t (a int primary key);
-- then:
drop index t_pkey;
-- case: several in a transaction of the tool
create table t (a int);
create index i on t (a);
create index j on t (a);
-- then:
drop index i, j;
-- ^^^^^^^ Dropping `i` and `j` waits for all who use the tables, and blocks reads and writes of `t` meanwhile
-- case: a materialized view's
create materialized view m as select 1 as a;
create index i on m (a);
-- then:
drop index i;
-- ^^^^^^^ Dropping `i` waits for all who use the table, and blocks reads and writes of `m` meanwhile
-- fixed:
drop index concurrently i;
-- case: CASCADE and CONCURRENTLY do not go together
create table t (a int);
create index i on t (a);
-- then:
drop index i cascade;
-- case: nobody knows of any table: the index may be there
-- given: no transaction
drop index if exists "é";
-- ^^^^^^^ Dropping `é` waits for all who use the table, and blocks reads and writes meanwhile
-- fixed:
drop index concurrently if exists "é";
-- case: without IF EXISTS it is there
-- given: refused with 42704
create table t (a int);
-- then:
drop index elsewhere;
-- ^^^^^^^ Dropping `elsewhere` waits for all who use the table, and blocks reads and writes meanwhile
-- fixed:
drop index concurrently elsewhere;
-- case: the table goes first, and its index with it
create table t (a int);
create index i on t (a);
-- then:
drop table t;
drop index if exists i;
