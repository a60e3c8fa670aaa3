-- case: told as a backfill where the table is locked already
create table t (a int);
-- then:
alter table t add column b int;
update t set b = a;
-- case: constants that are equal, and an OR that swallows the rest
create table t (a int);
-- then:
update t set a = 1 where 1 = 1;
-- ^^^ Changes all rows of `t` at once
update t set a = 2 where a = 3 or true;
-- ^^^ Changes all rows of `t` at once
update t set a = 3 where 'x' = 'x' and 2 = 2;
-- ^^^ Changes all rows of `t` at once
update t set a = 4 where 1 = 2;
update t set a = 5 where a = 1 and true;
-- case: a join, and a batch
create table t (a int, b int);
create table u (a int, b int);
-- then:
update t set b = u.b from u where t.a = u.a;
update t set b = 1 where ctid in (select ctid from t where b is null limit 1000);
-- case: a join without a condition
create table t (a int, b int);
create table u (a int, b int);
-- then:
update t set b = u.b from u;
-- ^^^ Changes all rows of `t` at once
-- case: a temporary table, and one that this migration has emptied
create table t (a int);
-- then:
create temporary table s (a int);
update s set a = 1;
truncate t;
update t set a = 1;
-- case: NULL in a column that is not new says nothing
create table t (a int, b int);
-- then:
update t set b = 1 where b is null;
-- case: under a WITH, with letters that are no ASCII
create table "té" (a int);
-- then:
with x as (select 1 as n) update "té" set a = n from x;
--                        ^^^^^^ Changes all rows of `té` at once
