-- case: squawk #910: proved in the same file, each statement by itself
-- given: no transaction
create table t (c text);
-- then:
alter table t add constraint c_present check (c is not null) not valid;
alter table t validate constraint c_present;
alter table t alter column c set not null;
alter table t drop constraint c_present;
-- case: squawk #957: proved by an earlier migration, and the check does more
create table t (c text, d int);
alter table t add constraint both_present check (c is not null and d is not null and d > 0);
-- then:
alter table t alter column c set not null, alter column d set not null;
-- case: strong_migrations #70: DROP NOT NULL proves nothing
create table t (c text not null);
-- then:
alter table t alter column c drop not null;
-- case: a check that is no proof
create table t (c text, d text);
alter table t add constraint one_present check (c is not null or d is not null);
-- then:
alter table t alter column c set not null;
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Proving that `c` has no nulls reads the whole table, and blocks reads and writes of `t` meanwhile
-- fixed:
alter table t add constraint t_c_not_null not null c not valid;
-- case: quoted names
create table "T" ("C" text);
alter table "T" add constraint present check ("C" is not null);
-- then:
alter table "T" alter column "C" set not null;
-- case: a new column of a table in use is read all the same
create table t (id bigint);
-- then:
alter table t add column c text;
alter table t alter column c set not null;
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Proving that `c` has no nulls reads the whole table, and blocks reads and writes of `t` meanwhile
-- fixed:
alter table t add column c text;
alter table t add constraint t_c_not_null not null c not valid;
-- case: a new table
create table t (c text);
alter table t alter column c set not null;
-- case: the proof was dropped before it was used
create table t (c text);
alter table t add constraint c_present check (c is not null);
alter table t drop constraint c_present;
-- then:
alter table t alter column c set not null;
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Proving that `c` has no nulls reads the whole table, and blocks reads and writes of `t` meanwhile
-- fixed:
alter table t add constraint t_c_not_null not null c not valid;
-- case: from PostgreSQL 18 on, the constraint itself
-- given: postgres 18
create table t (c text);
-- then:
alter table t add constraint c_present not null c not valid;
alter table t validate constraint c_present;
-- case: a table that no migration has made
-- given: refused with 42P01
alter table legacy alter column c set not null;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Proving that `c` has no nulls reads the whole table, and blocks reads and writes of `legacy` meanwhile
-- fixed:
alter table legacy add constraint legacy_c_not_null not null c not valid;
