-- Deploy shop:customers to pg

BEGIN;

CREATE TABLE customers (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT NOT NULL,
  phone TEXT
);

COMMIT;
