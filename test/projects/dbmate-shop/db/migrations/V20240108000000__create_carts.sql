-- migrate:up
create table carts (id bigint primary key);

-- migrate:down
drop table carts;
