-- case: bytes are not characters
create table "é😀" (a int);
-- then:
/* é😀 */ create table if not exists "é😀" ("ключ" text, a int4);
--                                   ^^^^^ `é😀` is there already, and does not get `ключ` by this
-- case: a partition, a query, a temporary table
create table t (a int) partition by list (a);
create table p partition of t for values in (1);
-- then:
create table if not exists p partition of t for values in (1);
create temp table if not exists t (b int);
-- case: known in part
create table t as select 1 as a;
-- then:
create table if not exists t (a int, b int);
-- case: dropped before
create table t (a int);
-- then:
drop table t;
create table if not exists t (b int);
