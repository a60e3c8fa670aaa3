create table wishes (id bigint primary key);
