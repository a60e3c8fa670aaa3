create table customers (
  id bigint generated always as identity primary key,
  name text not null,
  email text
);

create table orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  placed_at timestamptz not null default now()
);
