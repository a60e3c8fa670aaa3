-- case: a restrictive policy lets nobody in, and letters that are no ASCII
create table "é" (id bigint);
-- then:
alter table "é" enable row level security;
--              ^^^^^^^^^^^^^^^^^^^^^^^^^ Not every command on `é` has a policy: the others find nothing, without an error
create policy a on "é" as restrictive using (true);
-- case: none at all is told of as such
create table t (id bigint);
-- then:
alter table t enable row level security;
