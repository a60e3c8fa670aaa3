-- case: before 18
-- given: postgres 17
create table t (a int, b int not null, c int generated always as (a + 1) virtual, check (a > 0) not enforced);
--                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `VIRTUAL` needs PostgreSQL 18, and this is to run on 17
--                                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^ `NOT ENFORCED` needs PostgreSQL 18, and this is to run on 17
alter table t add constraint a_known not null a not valid;
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `ADD NOT NULL` needs PostgreSQL 18, and this is to run on 17
-- case: what 17 has
-- given: postgres 17
create table t (a int, b int not null, c int generated always as (a + 1) stored);
alter table t alter column c set expression as (a + 2), add constraint a_known check (a is not null) not valid, alter column a set not null;
merge into t using t as o on t.a = o.a when matched then delete;
-- case: before 14
-- given: postgres 13, no transaction
create table p (a int) partition by range (a);
create table p1 partition of p for values from (1) to (2);
create table t (a text);
create function f() returns trigger language plpgsql as 'begin return new; end';
-- then:
alter table p detach partition p1 concurrently;
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `DETACH PARTITION … CONCURRENTLY` needs PostgreSQL 14, and this is to run on 13
alter table t alter column a set compression pglz;
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `SET COMPRESSION` needs PostgreSQL 14, and this is to run on 13
create or replace trigger g before insert on t for each row execute function f();
-- ^^^^^^^^^^^^^^^^^^^^^^ `CREATE OR REPLACE TRIGGER` needs PostgreSQL 14, and this is to run on 13
reindex table concurrently t;
-- case: before 12
-- given: postgres 11, no transaction
create table t (a text);
-- then:
create index concurrently i on t (a) include (a);
reindex (concurrently) table t;
-- ^^^^ `REINDEX (CONCURRENTLY)` needs PostgreSQL 14, and this is to run on 11
-- case: an unknown SELECT, and MERGE before 15
-- given: postgres 14
create table t (a int);
-- then:
merge into t using t as o on t.a = o.a when matched then delete;
-- ^^^^^^^ `MERGE` needs PostgreSQL 15, and this is to run on 14
select merge from (select a as merge from t) as s;
-- case: a body in plain SQL, concurrently in parentheses, nulls that are one value
-- given: postgres 13
create table t (a int);
-- then:
create function one() returns int begin atomic select 1; end;
-- ^^^^^^^^^^^^ `BEGIN ATOMIC` needs PostgreSQL 14, and this is to run on 13
create function two() returns int return 2;
-- ^^^^^^^^^^^^ `BEGIN ATOMIC` needs PostgreSQL 14, and this is to run on 13
create function three() returns int language sql as 'select 3';
reindex (concurrently off) table t;
-- ^^^^ `REINDEX (CONCURRENTLY)` needs PostgreSQL 14, and this is to run on 13
alter table t add constraint once unique nulls not distinct (a);
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `NULLS NOT DISTINCT` needs PostgreSQL 15, and this is to run on 13

-- case: the only database that there is to reindex
-- given: postgres 15, no transaction
reindex system;
-- ^^^^^^^^^^^ `REINDEX SYSTEM without a name` needs PostgreSQL 16, and this is to run on 15
