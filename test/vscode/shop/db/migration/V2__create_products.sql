create table products (
  id bigint generated always as identity primary key,
  title text not null,
  price numeric(10, 2) not null check (price >= 0)
);
