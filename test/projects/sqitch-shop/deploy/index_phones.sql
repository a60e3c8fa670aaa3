-- Deploy shop:index_phones to pg
-- requires: customers

BEGIN;

CREATE INDEX CONCURRENTLY customers_phone ON customers (phone);

COMMIT;
