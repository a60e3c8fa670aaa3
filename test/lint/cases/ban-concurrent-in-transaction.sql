-- case: behind the script's own COMMIT there is no transaction any more
create table users (email text);
-- then:
commit;
create index concurrently on users (email);
-- case: dropping, reindexing, detaching
-- given: refused with 25001
create table users (email text);
create index users_email on users (email);
create table events (at timestamptz) partition by range (at);
create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
-- then:
drop index concurrently users_email;
-- ^^^^^^^ `drop index concurrently` cannot run inside a transaction, and the migration tool opens one around this file
reindex table concurrently users;
-- ^^^^^^^^^^ `reindex table concurrently` cannot run inside a transaction, and the migration tool opens one around this file
alter table events detach partition events_2026 concurrently;
-- ^^^^^^^^ `alter table … detach partition … concurrently` cannot run inside a transaction, and the migration tool opens one around this file
alter system set work_mem = '8MB';
-- ^^^^^^^^^ `alter system` cannot run inside a transaction, and the migration tool opens one around this file
create database other;
-- ^^^^^^^^^^^^ `create database` cannot run inside a transaction, and the migration tool opens one around this file
-- case: a materialized view may be refreshed concurrently in a transaction
create table users (email text);
create materialized view emails as select email from users;
create unique index on emails (email);
-- then:
refresh materialized view concurrently emails;
-- case: before PostgreSQL 12 an enum cannot be extended in a transaction
-- given: postgres 11
create type mood as enum ('sad');
-- then:
alter type mood add value 'ok';
-- ^^^^^^^ `alter type … add value` cannot run inside a transaction, and the migration tool opens one around this file
-- case: squawk #303: BEGIN inside a function's body begins no transaction
-- given: no transaction
create table users (email text);
-- then:
create function nothing() returns void language plpgsql as $$ begin perform 1; end $$;
create index concurrently on users (email);
-- case: START TRANSACTION is BEGIN
-- given: no transaction, refused with 25001
create table users (email text);
-- then:
start transaction;
create index concurrently on users (email);
-- ^^^^^^^^^ `create index concurrently` cannot run inside a transaction, and this script has opened one
end;
