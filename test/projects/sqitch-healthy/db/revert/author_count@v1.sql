-- Revert library:author_count from pg

BEGIN;

DROP FUNCTION author_count();

COMMIT;
