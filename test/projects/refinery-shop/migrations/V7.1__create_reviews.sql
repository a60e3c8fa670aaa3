create table reviews (id bigint primary key);
