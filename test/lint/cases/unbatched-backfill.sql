-- case: told elsewhere: all rows, and rows of a locked table
create table t (a int primary key, b int);
-- then:
delete from t where b > 1;
-- ^^^^^^^^ All rows of `t` that the condition finds are deleted in one go
update t set b = 1;
alter table t add column "é" int;
update t set b = 1 where b = 2;
