-- case: a plain index, with another one that serves
-- given: no transaction
create table t (a int, b int, c int);
create index i on t (a);
create index j on t (b);
create index k on t (b, c);
-- then:
drop index concurrently i;
--                      ^ `i` is gone before it is built again: meanwhile queries by `a` read all of `t`
create index concurrently i on t (a, b);
drop index concurrently j;
create index concurrently j on t (b, a);
-- case: a constraint, whose index is built again
-- given: no transaction
create table "Ü" ("é" int constraint k unique, b int);
-- then:
ALTER TABLE "Ü" DROP CONSTRAINT k;
--              ^^^^^^^^^^^^^^^^^ `k` is gone before it is built again: meanwhile nothing keeps rows from being equal
CREATE UNIQUE INDEX CONCURRENTLY k ON "Ü" ("é", b);
-- case: what follows is not unique, or of another table
-- given: no transaction
create table t (a int);
create table u (a int);
create unique index i on t (a);
-- then:
drop index concurrently i;
create index concurrently j on t (a);
create unique index concurrently k on u (a);
