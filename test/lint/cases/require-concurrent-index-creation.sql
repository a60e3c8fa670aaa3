-- case: squawk #349: both are created only if they are not there
create table if not exists customer (email text);
create unique index if not exists customer_email on customer (email);
-- case: IF NOT EXISTS does not make a table new that an earlier migration has made
create table customer (email text);
-- then:
create table if not exists customer (email text);
create unique index customer_email on customer (email);
-- ^^^^^^^^^^^^^^^^ Building `customer_email` blocks writes to `customer` until it is done
-- fixed:
create table if not exists customer (email text);
create unique index concurrently customer_email on customer (email);
-- case: squawk #152: dropping a table builds nothing
drop table if exists some_table;
-- case: atlas #1851: concurrently, with quoted names
-- given: no transaction
create schema cd;
create table cd.bookings (facid int, memid int);
-- then:
CREATE INDEX CONCURRENTLY "bookings.facid_memid" ON "cd"."bookings" ("facid", "memid");
-- case: squawk #1188: an operator class with a schema is no syntax error
-- given: refused with 42704
create table t (c int[]);
-- then:
create index n on public.t using gin (c public.gin__int_ops);
-- ^^^^^^^^^ Building `n` blocks writes to `t` until it is done
-- fixed:
create index concurrently n on public.t using gin (c public.gin__int_ops);
-- case: a table of the same name in another schema is not new
create table users (email text);
create schema archive;
-- then:
create table archive.users (email text);
create index on users (email);
-- ^^^^^^^^^ Building this index blocks writes to `users` until it is done
-- fixed:
create table archive.users (email text);
create index concurrently on users (email);
-- case: with and without its schema, it is the same table
create table public.users (email text);
create index on users (email);
-- case: the search path says which table it is
create schema app;
-- then:
set local search_path to app;
create table users (email text);
create index on app.users (email);
-- case: bytes are not characters
create table users (email text);
-- then:
select 'é😀'; create index on users (email);
--            ^^^^^^^^^^^^ Building this index blocks writes to `users` until it is done
-- fixed:
select 'é😀'; create index concurrently on users (email);
-- case: a temporary table
create temp table t (id bigint);
create index on t (id);
-- case: a new table under its new name
create table users_new (email text);
alter table users_new rename to users2;
create index on users2 (email);
-- case: a table made by a query, and a materialized view
create table users (email text);
-- then:
create table copy as select * from users;
create index on copy (email);
create materialized view emails as select email from users;
create unique index on emails (email);
-- case: a materialized view that is in use
create table users (email text);
create materialized view emails as select email from users;
-- then:
create unique index on emails (email);
-- ^^^^^^^^^^^^^^^^ Building this index blocks writes to `emails` until it is done
-- fixed:
create unique index concurrently on emails (email);
-- case: strong_migrations #321: a partitioned table takes no concurrent index
create table events (at timestamptz) partition by range (at);
-- then:
create index on events (at);
-- case: a new partition of a table in use
create table events (at timestamptz) partition by range (at);
-- then:
create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
create index on events_2026 (at);
-- case: a statement that nobody can read hides nothing behind it
-- given: refused with 42601
create table users (email text);
-- then:
creat table oops;
create index on users (email);
-- ^^^^^^^^^ Building this index blocks writes to `users` until it is done
-- fixed:
creat table oops;
create index concurrently on users (email);
-- case: in the author's case
-- given: no transaction
create table users (email text);
-- then:
CREATE UNIQUE INDEX users_email ON users USING btree (lower(email)) WHERE email IS NOT NULL;
-- ^^^^^^^^^^^^^^^^ Building `users_email` blocks writes to `users` until it is done
-- fixed:
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users USING btree (lower(email)) WHERE email IS NOT NULL;
-- case: a table that was emptied in the same transaction
create table t (id bigint);
-- then:
truncate t;
create index on t (id);
-- case: emptied, and filled again
create table t (id bigint);
-- then:
truncate t;
insert into t select generate_series(1, 10);
create index on t (id);
-- ^^^^^^^^^ Building this index blocks writes to `t` until it is done
-- fixed:
truncate t;
insert into t select generate_series(1, 10);
create index concurrently on t (id);
