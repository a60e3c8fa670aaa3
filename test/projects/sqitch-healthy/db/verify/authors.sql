-- Verify library:authors on pg

BEGIN;

SELECT id, name, died FROM authors WHERE false;

ROLLBACK;
