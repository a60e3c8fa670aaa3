create table coupons (code text primary key, percent bigint not null);
