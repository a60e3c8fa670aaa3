--liquibase formatted sql

--changeset shop:7
create table coupons (id bigint generated always as identity primary key);
--rollback drop table coupons;

--changeset shop:7
create table wishes (id bigint generated always as identity primary key);
--rollback drop table wishes;
