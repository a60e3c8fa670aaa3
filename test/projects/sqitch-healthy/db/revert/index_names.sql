-- Revert library:index_names from pg

DROP INDEX CONCURRENTLY IF EXISTS authors_name;
