--! Previous: -
--! Hash: sha1:13e68a6c03210f0470e09968a609bf5e1b1c40aa

create table authors (
  id bigint generated always as identity primary key,
  name text not null
);

grant select on authors to :DATABASE_VISITOR;
