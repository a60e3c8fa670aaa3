-- case: bytes are not characters, another name
-- given: refused with 42P16
create view "é😀" as select 1 as a;
-- then:
/* é😀 */ create or replace view "é😀" as select 1 as "ключ";
--                               ^^^^^ Postgres does not replace `é😀`: its column `a` would be `ключ`
-- case: a star says no names, and a list does
create table t (a int, b int);
create view v as select * from t;
create view w (x) as select 1;
-- then:
create or replace view v as select a, b from t;
create or replace view w as select 2 as x;
-- case: the column was renamed before
create view v as select 1 as a;
alter view v rename column a to b;
-- then:
create or replace view v as select 1 as b;
