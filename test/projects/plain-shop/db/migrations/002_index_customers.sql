set lock_timeout = '2s';
create index customers_email on customers (email);
