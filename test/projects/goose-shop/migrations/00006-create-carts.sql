-- +goose Up
create table carts (id bigint primary key);

-- +goose Down
drop table carts;
