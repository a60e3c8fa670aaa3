-- Deploy library:index_names to pg
-- requires: authors

CREATE INDEX CONCURRENTLY authors_name ON authors (name);
