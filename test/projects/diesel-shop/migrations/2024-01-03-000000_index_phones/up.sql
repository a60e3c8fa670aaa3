set lock_timeout = '2s';
create index concurrently customers_phone on customers (phone);
