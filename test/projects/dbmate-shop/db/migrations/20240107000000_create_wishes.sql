-- migrate:up
create table wishes (id bigint primary key);

-- migrate:down
drop table wishes;
