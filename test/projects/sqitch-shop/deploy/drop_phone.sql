-- Deploy shop:drop_phone to pg
-- requires: customers

BEGIN;

SET LOCAL lock_timeout = '5s';
ALTER TABLE customers DROP COLUMN phone;

COMMIT;
