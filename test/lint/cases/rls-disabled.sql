-- case: letters that are no ASCII, in one statement with another action
create table "é" (id bigint);
alter table "é" enable row level security;
-- then:
alter table "é" no force row level security, disable row level security;
--                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^ From here on the policies of `é` hide nothing from anybody
-- case: FORCE alone hides nothing from others
create table t (id bigint);
alter table t enable row level security;
-- then:
alter table t no force row level security;
