-- case: bytes are not characters, in INSERT
-- given: refused with 42701
create table t (a int, "é😀" int);
-- then:
/* é😀 */ insert into t ("é😀", a, "é😀") values (1, 2, 3);
--                                 ^^^^^ `é😀` is there twice, which Postgres refuses
-- case: in what a conflict does
-- given: refused with 42601
create table t (a int primary key, b int);
-- then:
insert into t values (1, 2) on conflict (a) do update set b = 1, b = 2;
--                                                               ^ `b` is there twice, which Postgres refuses
-- case: of several columns at once
-- given: refused with 42601
create table t (a int, b int);
-- then:
update t set (a, b) = (1, 2), a = 3;
--                            ^ `a` is there twice, which Postgres refuses
-- fixed:
update t set (a, b) = (1, 2);
-- case: two statements, and two rows
create table t (a int, b int);
-- then:
insert into t (a, b) values (1, 2), (1, 2);
update t set a = 1;
update t set a = 2;
-- case: a view
-- given: refused with 42701
create view v as select 1 as a, 2 as a;
-- ^^^^^^^^ `a` is there twice, which Postgres refuses
-- case: twice added, if it is not there
create table t (a int);
-- then:
alter table t add column if not exists b int, add column if not exists b int;
