-- case: a new column with a value, and nulls that are equal
create table t (id bigint primary key);
-- then:
alter table t add column a int default 1, add column b int;
create unique index on t (a);
-- ^^^^^^^^^^^^^^^^ Fails if two rows of `t` are equal in `a`
create unique index on t (b) nulls not distinct;
-- ^^^^^^^^^^^^^^^^ Fails if two rows of `t` are equal in `b`
-- case: what is unique with a condition is not unique without it
create table t (a int, b int);
create unique index on t (a) where b > 0;
-- then:
create unique index on t (a, b);
-- ^^^^^^^^^^^^^^^^ Fails if two rows of `t` are equal in `a` and `b`
-- case: a unique index with fewer columns takes the place of one with more
create table t (a int, b int);
create unique index i on t (a, b);
-- then:
create unique index on t (a);
-- ^^^^^^^^^^^^^^^^ Fails if two rows of `t` are equal in `a`
-- case: a new table, an emptied one, a temporary one
create table t (a int);
-- then:
create table u (a int);
create unique index on u (a);
truncate t;
create unique index on t (a);
create temp table v (a int);
create unique index on v (a);
-- case: an expression, in a schema
create schema "é";
create table "é"."Ü" (a text, b int);
-- then:
SELECT 'é😀'; CREATE UNIQUE INDEX "i" ON "é"."Ü" (lower(a), b);
--            ^^^^^^^^^^^^^^^^^^^ Fails if two rows of `é.Ü` are equal in `lower(a)` and `b`
-- case: it is there already
create table t (a int);
create unique index i on t (a);
-- then:
create unique index if not exists i on t (a);
-- case: whoever changes the rows before has looked at them
create table t (a int);
-- then:
update t set a = a + 1 where a > 0;
create unique index on t (a);
-- case: it takes the place of one that was as strict
create table t (a int, b int, deleted_at date);
create unique index i on t (a, b);
-- then:
drop index i;
create unique index j on t (a, b) where deleted_at is null;
create unique index k on t (a) where deleted_at is null;
-- ^^^^^^^^^^^^^^^^ Fails if two rows of `t` that it covers are equal in `a`
-- case: with a condition, as strict as another one with the same
create table t (a int, b int, c int);
create unique index i on t (a) where b > 0;
-- then:
create unique index j on t (a, c) where B>0;
-- case: a column that can only be added to an empty table, or that has a value for each row
create table t (id bigint primary key);
-- then:
alter table t add column a int not null, add column b serial, add column c uuid default gen_random_uuid();
create unique index on t (a);
create unique index on t (b);
create unique index on t (c);
