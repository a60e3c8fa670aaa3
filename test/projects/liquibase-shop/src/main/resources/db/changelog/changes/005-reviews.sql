--liquibase formatted sql

-changeset shop:8
create table reviews (id bigint generated always as identity primary key);

--changeset shop:9
create table ratings (id bigint generated always as identity primary key);
--rollback drop tabel ratings;
