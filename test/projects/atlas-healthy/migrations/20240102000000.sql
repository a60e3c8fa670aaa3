-- atlas:txmode none

CREATE INDEX CONCURRENTLY "authors_name" ON "authors" ("name");
