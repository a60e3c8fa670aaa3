--! Previous: -
--! Hash: sha1:87514ce1c52446f252f1d54d9d8af1d7c0aa0cb2
--! Message: create customers

create table customers (
  id bigint generated always as identity primary key,
  email text not null,
  phone text
);
