-- Revert shop:index_phones from pg

DROP INDEX CONCURRENTLY customers_phone;
