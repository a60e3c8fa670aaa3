create table reviews (
  id bigint generated always as identity primary key,
  product_id bigint not null references products (id),
  stars bigint not null check (stars between 1 and 5),
  words text
);
