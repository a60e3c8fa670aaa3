-- Up Migration
CREATE INDEX CONCURRENTLY customers_phone ON customers (phone);

-- Down Migration
DROP INDEX customers_phone;
