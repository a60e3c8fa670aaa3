--liquibase formatted sql

--changeset shop:10
create table carts (id bigint generated always as identity primary key);
--rollback drop table carts;
