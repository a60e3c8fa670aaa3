-- migrate:up
create index orders_customer_idx on orders (customer_id);

-- migrate:down
drop index orders_customer_idx;
