-- case: bytes are not characters, WITH DATA written out, the author's case
create table "é😀" (a int);
-- then:
/* é😀 */ CREATE MATERIALIZED VIEW IF NOT EXISTS "ключ" AS SELECT a FROM "é😀" WITH DATA; -- é
--        ^^^^^^^^^^^^^^^^^^^^^^^^ The query of `ключ` on `é😀` runs to its end while the migration waits
-- fixed:
/* é😀 */ CREATE MATERIALIZED VIEW IF NOT EXISTS "ключ" AS SELECT a FROM "é😀" WITH NO DATA; -- é
-- case: of nothing, of the catalog, already there
create table t (a int);
create materialized view v as select a from t;
-- then:
create materialized view w as select 1 as one;
create materialized view if not exists v as select a from t;
create materialized view x as select relname from pg_catalog.pg_class;
