-- case: several, and IF EXISTS
create table t (a int, b int, c int);
-- then:
alter table t drop a, drop column if exists b cascade;
--            ^^^^^^ Dropping `a` of `t` loses its data, and breaks applications that still use it
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Dropping `b` of `t` loses its data, and breaks applications that still use it
-- case: IF EXISTS of what no migration has made
create table t (a int);
-- then:
alter table t drop column if exists gone;
-- case: a column added under another name
create table t (a int);
-- then:
alter table t add column b int;
alter table t rename column b to c;
alter table t drop column c;
-- case: an attribute of a composite type
create type pair as (a int, b int);
-- then:
alter type pair drop attribute b;
-- case: a table that no migration has made
-- given: refused with 42P01
alter table legacy drop column a;
--                 ^^^^^^^^^^^^^ Dropping `a` of `legacy` loses its data, and breaks applications that still use it
-- case: dropping a constraint or a default drops no column
create table t (a int default 1, constraint positive check (a > 0));
-- then:
alter table t drop constraint positive, alter a drop default;
