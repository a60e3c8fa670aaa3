-- case: a table of the migration itself, and letters that are no ASCII
create table "é" (id bigint);
alter table "é" force row level security, enable row level security;
--                                        ^^^^^^^^^^^^^^^^^^^^^^^^^ No policy of `é` lets anybody but its owner see a row
-- case: switched off again, or dropped
create table a (id bigint);
create table b (id bigint);
alter table a enable row level security;
alter table b enable row level security;
alter table a disable row level security;
drop table b;
-- case: a table of which not all is known
-- given: refused with 42P01
alter table strange enable row level security;
