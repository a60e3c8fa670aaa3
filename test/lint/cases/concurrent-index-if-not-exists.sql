-- case: with schemas and quotes, in the author's case
-- given: no transaction
create schema "é";
create table "é"."Ü" (a int);
-- then:
SELECT 'é😀'; CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "i é" ON "é"."Ü" (a);
--                                             ^^^^^^^^^^^^^ If the build of `i é` fails, the next attempt keeps the invalid index and succeeds
-- fixed:
SELECT 'é😀'; DROP INDEX CONCURRENTLY IF EXISTS "é"."i é";
CREATE UNIQUE INDEX CONCURRENTLY "i é" ON "é"."Ü" (a);
-- case: it is there
-- given: no transaction
create table t (a int);
create index i on t (a);
-- then:
create index concurrently if not exists i on t (a);
-- case: a new table, and no CONCURRENTLY
-- given: no transaction
create table u (a int);
-- then:
create table t (a int);
create index concurrently if not exists i on t (a);
create index if not exists j on u (a);
-- case: another index is dropped before
-- given: no transaction
create table t (a int);
-- then:
drop index concurrently if exists j;
create index concurrently if not exists i on t (a);
--                        ^^^^^^^^^^^^^ If the build of `i` fails, the next attempt keeps the invalid index and succeeds
-- fixed:
drop index concurrently if exists j;
drop index concurrently if exists i;
create index concurrently i on t (a);
-- case: inside a transaction it cannot be at all: another rule says so
-- given: refused with 25001
create table t (a int);
-- then:
create index concurrently if not exists i on t (a);
