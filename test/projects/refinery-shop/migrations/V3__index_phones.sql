create index concurrently customers_phone on customers (phone);
