create table authors (id bigint);
