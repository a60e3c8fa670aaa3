-- no-transaction
drop index concurrently customers_phone;
