-- case: to everybody, and letters that are no ASCII
create table "é" (id bigint);
create schema s;
-- then:
revoke all on "é" from public;
-- ^^^ What `public` may do changes with the schema: `revoke` is easily overlooked here
create index on "é" (id);
alter default privileges in schema s grant select on tables to pg_monitor;
-- ^^^^^^^^^^^^^^^^^^^^^ What `pg_monitor` may do changes with the schema: `grant` is easily overlooked here
