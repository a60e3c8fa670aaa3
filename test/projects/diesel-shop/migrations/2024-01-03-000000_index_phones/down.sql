drop index concurrently customers_phone;
