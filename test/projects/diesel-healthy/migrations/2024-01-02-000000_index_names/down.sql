drop index concurrently authors_name;
