-- case: switched on before, and a table of which not all is known
-- given: refused with 42P01
create table notes (id bigint);
alter table notes enable row level security;
-- then:
create policy "é" on notes using (true);
create policy p on strange using (true);
-- case: letters that are no ASCII
create table "é" (id bigint);
create policy "ü" on "é" using (true);
-- ^^^^^^^^^^ `ü` has no effect: row-level security of `é` is off
