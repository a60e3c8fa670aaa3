-- migrate:up
create table reviews (id bigint primary key);

-- migrate:down
create table reviews (id bigint primary key);
