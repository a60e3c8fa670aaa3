-- case: before PostgreSQL 15 there is no other way
-- given: postgres 14
create table notes (id bigint);
alter table notes enable row level security;
-- then:
create view v as select id from notes;
-- case: policies that are off, and a view that replaces another
create table notes (id bigint);
create table "Größen" (id bigint);
alter table "Größen" enable row level security;
create policy p on notes using (true);
-- then:
create view v as select id from notes;
create or replace view w as select n.id from "Größen" n join notes using (id);
-- ^^^^^^^^^^^^^^^^^^^ `w` shows all rows of `Größen`, whatever its policies say
-- case: switched on by a word alone, dropped again
create table notes (id bigint);
alter table notes enable row level security;
-- then:
create view v with (security_barrier, security_invoker) as select id from notes;
create view w as select id from notes;
drop view w;
