create table coupons (
  code text primary key,
  percent bigint not null check (percent between 1 and 100),
  valid_until timestamptz
);
