-- case: quoted, if it is not there, and without rows
create table "Users" (name text);
create table parts (id int) partition by range (id);
-- then:
alter table "Users" add column if not exists "Id" serial;
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The serial column `Id` rewrites the table, and blocks reads and writes of `Users` meanwhile
alter table parts add column n serial;
-- case: there already
create table users (id serial);
-- then:
alter table users add column if not exists id serial;
