-- case: bytes are not characters
-- given: refused with 2BP01
create table "é😀" (a int, "ключ" int);
create view "В" as select "ключ" as x from "é😀";
-- then:
/* é😀 */ alter table "é😀" drop "ключ";
--                          ^^^^^^^^^^^ Postgres does not drop `ключ` as long as `В` reads it
-- case: a policy and a computed column
-- given: refused with 0A000
create table t (a int, b int generated always as (a * 2) stored, c int);
create policy p on t using (c > 0);
-- then:
alter table t alter c type bigint;
--            ^^^^^^^^^^^^^^^^^^^ Postgres gives `c` no other type as long as the policy `p` reads it
alter table t alter a type bigint;
--            ^^^^^^^^^^^^^^^^^^^ Postgres gives `a` no other type as long as `b` needs it
-- case: a column is dropped with what is computed from it
create table t (a int, b int generated always as (a * 2) stored, c int);
-- then:
alter table t drop b, drop a;
-- case: with CASCADE, which is another finding
create table t (a int);
create view v as select a from t;
-- then:
alter table t drop a cascade;
-- case: another column, and a column that came after the star
create table t (a int, b int);
create view v as select a from t;
create view w as select * from t;
alter table t add column c int;
-- then:
alter table t drop c;
-- case: a column of that name in another table that the view reads
create table t (id int, a int);
create table u (id int, a int);
create view v as select u.a from t, u where t.id = u.id;
-- then:
alter table t drop a;
-- case: the view reads the column under its new name
-- given: refused with 2BP01
create table t (a int, b int);
create view v as select a from t;
alter table t rename a to c;
-- then:
alter table t drop c;
--            ^^^^^^ Postgres does not drop `c` as long as `v` reads it
-- case: a key that another table refers to
-- given: refused with 2BP01
create table t (id int primary key, a int);
create table u (t int references t);
-- then:
alter table t drop id;
--            ^^^^^^^ Postgres does not drop `id` as long as `u` refers to it
-- case: tables and views that go together
create table t (id int primary key);
create table u (t int references t);
create view v as select id from t;
create view w as select id from v;
-- then:
drop view w, v;
drop table u, t;
-- case: a view that another one reads
-- given: refused with 2BP01
create table t (id int primary key);
create view v as select id from t;
create view w as select id from v;
create materialized view x as select id from v;
-- then:
drop view if exists v;
--                  ^ Postgres does not drop `v` as long as `w` and `x` read it
-- case: where something may have dropped it
-- given: refused with 2BP01
create table t (a int);
create view v as select a from t;
-- then:
do $$ begin perform 1; end $$;
alter table t drop a;
--            ^^^^^^ Postgres does not drop `a` as long as `v` reads it
-- case: a table refers to itself
create table t (id int primary key, up int references t);
-- then:
drop table t;
-- case: counting reads no column
create table t (a int);
create view v as select count(*) as n from t;
-- then:
alter table t alter a type bigint;
alter table t drop a;
-- case: names that the query gives itself
create table t (id int, total int, name text, n int);
create view v as with sums as (select count(*) as total from t) select total from sums;
create view w as select lower(id::text) as name from t order by name;
create view x as select * from (select count(*) from t) as s (n);
create view y as select n from (select id from t) as s, generate_series(1, 2) as n;
create view z as select * from (select id as one from t) s;
-- then:
alter table t drop total, drop name, drop n;
-- case: a function of triggers that has got another name
-- given: refused with 2BP01
create table t (a int);
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger x before insert on t for each row execute function f();
alter function f() rename to g;
-- then:
drop function g();
--            ^ Postgres does not drop `g` as long as the trigger `x` of `t` calls it
-- case: what is computed no more needs nothing
create table t (a int, b int generated always as (a * 2) stored);
-- then:
alter table t alter a type bigint, alter b drop expression;
-- case: what inherits from it
-- given: refused with 2BP01
create table t (a int);
create table u (b int) inherits (t);
-- then:
drop table t;
--         ^ Postgres does not drop `t` as long as `u` inherits from it
-- case: with what inherits from it, or after that
create table t (a int);
create table u (b int) inherits (t);
create table v () inherits (t);
-- then:
drop table v;
drop table t, u;
-- case: its partitions go with it
create table t (a int) partition by list (a);
create table t1 partition of t for values in (1);
-- then:
drop table t;
-- case: a sequence that the column has been given beside its own
create table t (a serial);
create sequence s owned by t.a;
-- then:
drop sequence s;
-- case: a serial that draws no more
create table t (a serial);
alter table t alter a drop default;
-- then:
drop sequence t_a_seq;
