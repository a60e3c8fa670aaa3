create table addresses (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers (id),
  lines text not null,
  country text not null
);

create index addresses_customer_id on addresses (customer_id);
