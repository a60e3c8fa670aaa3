-- case: a view, and a partition
create table t (id int) partition by range (id);
create table t1 partition of t for values from (0) to (10);
create view v as select id from t;
-- then:
alter view v rename to w;
alter table t1 rename to t_old;
-- case: a table that no migration has made
-- given: refused with 42P01
alter table legacy rename to old;
-- ^^^^^^^^ Renaming `legacy` to `old` breaks applications that use the old name
-- case: two names change places
create table a (id int);
create table b (id int);
-- then:
alter table a rename to c;
alter table b rename to a;
-- ^^^^^^^^ Renaming `b` to `a` breaks applications that use the old name
