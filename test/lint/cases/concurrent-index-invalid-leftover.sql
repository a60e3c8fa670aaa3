-- case: repaired behind it, without a name, with IF NOT EXISTS
-- given: no transaction
create table "é" (a int);
-- then:
CREATE INDEX CONCURRENTLY i ON "é" (a);
REINDEX TABLE CONCURRENTLY "é";
create index concurrently on "é" (a);
create index concurrently if not exists j on "é" (a);
