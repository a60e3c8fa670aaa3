set lock_timeout = '3s';

create index orders_placed_at on orders (placed_at);

alter table orders add column coupon_code text;
alter table orders add constraint orders_coupon foreign key (coupon_code) references coupons (code);

alter table customers alter column name set not null;
alter table products drop column currency;
