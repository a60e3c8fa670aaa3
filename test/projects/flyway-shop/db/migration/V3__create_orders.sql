create table orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers (id),
  placed_at timestamptz not null default now()
);

create index orders_customer_id on orders (customer_id);

create table order_items (
  order_id bigint not null references orders (id),
  product_id bigint not null references products (id),
  quantity bigint not null check (quantity > 0),
  primary key (order_id, product_id)
);

create index order_items_product_id on order_items (product_id);
