create table products (
  id bigint generated always as identity primary key,
  sku text not null unique,
  title text not null,
  price_cents bigint not null check (price_cents >= 0),
  currency text not null default '${currency}'
);
