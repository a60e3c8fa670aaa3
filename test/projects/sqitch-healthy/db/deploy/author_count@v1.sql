-- Deploy library:author_count to pg
-- requires: authors

BEGIN;

CREATE FUNCTION author_count() RETURNS BIGINT LANGUAGE sql STABLE AS $$
  SELECT count(*) FROM authors;
$$;

COMMIT;
