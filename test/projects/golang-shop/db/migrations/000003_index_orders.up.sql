set lock_timeout = '3s';
create index concurrently orders_customer_id on orders (customer_id);
