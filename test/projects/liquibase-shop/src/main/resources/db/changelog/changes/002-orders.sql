--liquibase formatted sql

--changeset shop:2
create table ${app_schema}.orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null,
  status text not null
);
--rollback drop table orders;

--changeset shop:3 splitStatments:false
create function touch() returns trigger language plpgsql as $$
declare
  moment timestamptz := now();
begin
  new.touched := moment;
  return new;
end
$$;
--rollback drop function touch;

--changeset shop:4
create index orders_status on orders (status);
--rollback drop index orders_status;
