-- case: atlas #3467: a rename is a rename
create table t (mycol int not null);
-- then:
ALTER TABLE t RENAME COLUMN mycol TO newname;
-- ^^^^^^^^ Renaming `mycol` of `t` to `newname` breaks applications that use the old name
-- case: COLUMN may be left out
create table t (a int);
-- then:
alter table t rename a to b;
-- ^^^^^^^^ Renaming `a` of `t` to `b` breaks applications that use the old name
-- case: a column of a view, called a table
create table t (a int);
create view v as select a from t;
-- then:
alter table v rename column a to b;
-- case: tables, constraints and indexes are other matters
create table t (a int, constraint positive check (a > 0));
create index i on t (a);
-- then:
alter table t rename constraint positive to more;
alter index i rename to j;
alter table t rename to u;
-- case: a new table, and an attribute of a type
create type pair as (a int, b int);
-- then:
create table t (a int);
alter table t rename column a to b;
alter type pair rename attribute a to c;
