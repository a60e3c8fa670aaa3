-- case: migrationpilot, pgfence: NOT VALID locks no table
create domain email as text;
create table users (email email);
-- then:
alter domain email add constraint email_at check (value like '%@%') not valid;
-- case: NOT NULL
create domain email as text;
create table users (email email);
-- then:
alter domain email set not null;
-- ^^^^^^^^^ Proving the constraint on `email` blocks writes to `users` until all rows are read
