-- case: a unique index with a condition, or of an expression, is none that counts
create materialized view m as select 1 as a;
create unique index on m (a) where a > 0;
create unique index on m ((a + 1));
create index on m (a);
-- then:
refresh materialized view m;
-- ^^^^^^^^^^^^^^^^^^^^^^ Refreshing `m` blocks its readers until the query has run; to be concurrent, it needs a unique index
-- case: with its schema
create schema "é";
create materialized view "é"."M" as select 1 as a;
create unique index on "é"."M" (a);
-- then:
SELECT 'é😀'; REFRESH MATERIALIZED VIEW "é"."M";
--            ^^^^^^^^^^^^^^^^^^^^^^^^^ Refreshing `é.M` blocks its readers until the query has run
-- fixed:
SELECT 'é😀'; REFRESH MATERIALIZED VIEW CONCURRENTLY "é"."M";
-- case: filled in the migration before
create materialized view m as select 1 as a with no data;
create unique index on m (a);
refresh materialized view m;
-- then:
refresh materialized view m with data;
-- ^^^^^^^^^^^^^^^^^^^^^^ Refreshing `m` blocks its readers until the query has run
-- fixed:
refresh materialized view concurrently m with data;
-- case: the unique index comes with the migration
create materialized view m as select 1 as a;
-- then:
create unique index on m (a);
refresh materialized view m;
-- ^^^^^^^^^^^^^^^^^^^^^^ Refreshing `m` blocks its readers until the query has run
-- fixed:
create unique index on m (a);
refresh materialized view concurrently m;
-- case: dropped and made anew
create materialized view m as select 1 as a;
-- then:
drop materialized view m;
create materialized view m as select 2 as a with no data;
refresh materialized view m;
-- case: what no migration has made
-- given: refused with 42P01
refresh materialized view elsewhere;
-- ^^^^^^^^^^^^^^^^^^^^^^ Refreshing `elsewhere` blocks its readers until the query has run
-- fixed:
refresh materialized view concurrently elsewhere;
