CREATE INDEX CONCURRENTLY "customers_phone" ON "customers" ("phone");
