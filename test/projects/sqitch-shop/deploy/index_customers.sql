-- Deploy shop:index_customers to pg
-- requires: customers

CREATE INDEX customers_name ON customers (name);
