-- case: bytes are not characters, several names, views and indexes
create table "é😀" (a int);
create table t (a int);
-- then:
create index on "é😀" (a);
--              ^^^^^ Which `é😀` is meant hangs on the `search_path`
create view v as select a from t;
--          ^ Which `v` is meant hangs on the `search_path`
/* é😀 */ drop table "é😀", public.t cascade;
--                   ^^^^^ Which `é😀` is meant hangs on the `search_path`
-- fixed:
create index on public."é😀" (a);
create view public.v as select a from t;
/* é😀 */ drop table public."é😀", public.t cascade;
-- case: squawk #1191: temporary, and one that a query makes
create temp table t (id bigint);
create temp table u as select 1 as id;
truncate t;
alter table u rename to v;
-- case: as pg_dump writes it
SELECT pg_catalog.set_config('search_path', '', false);
create table public.t (a int);
