-- +goose Up
create table coupons (code text primary key)

-- +goose Down
drop table coupons;
