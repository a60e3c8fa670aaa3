-- Revert library:author_count from pg

BEGIN;

CREATE OR REPLACE FUNCTION author_count() RETURNS BIGINT LANGUAGE sql STABLE AS $$
  SELECT count(*) FROM authors;
$$;

COMMIT;
