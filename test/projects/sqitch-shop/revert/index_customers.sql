-- Revert shop:index_customers from pg

DROP INDEX CONCURRENTLY customers_name;
