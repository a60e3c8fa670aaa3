-- Deploy library:author_count to pg
-- requires: author_count@v1

BEGIN;

CREATE OR REPLACE FUNCTION author_count() RETURNS BIGINT LANGUAGE sql STABLE AS $$
  SELECT count(*) FROM authors WHERE died IS NULL;
$$;

COMMIT;
