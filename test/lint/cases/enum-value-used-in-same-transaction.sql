-- case: up to 16, in a type of the same transaction
-- given: postgres 16
create type mood as enum ('sad');
alter type mood add value 'ok';
select 'ok'::mood;
--     ^^^^ The value 'ok' of `mood` cannot be used before the transaction that adds it is committed
-- case: by its place among the values, and with a schema
-- given: refused with 55P04
create schema app;
create type app.mood as enum ('sad');
create table app.people (name text, mood app.mood);
-- then:
alter type app.mood add value if not exists 'it''s ok' before 'sad';
insert into app.people values ('it''s ok', 'sad'), ('Bob', 'it''s ok');
--                                                         ^^^^^^^^^^ The value 'it's ok' of `app.mood` cannot be used before the transaction that adds it is committed
-- case: the value is there already
create type mood as enum ('sad', 'ok');
create table people (name text, mood mood);
-- then:
alter type mood add value if not exists 'ok';
update people set mood = 'ok';
-- case: committed in between
-- given: no transaction
create type mood as enum ('sad');
create table people (name text, mood mood);
-- then:
begin;
alter type mood add value 'ok';
commit;
begin;
update people set mood = 'ok';
commit;
-- case: a cast to text first
create type mood as enum ('sad');
create table people (name text, mood mood);
-- then:
alter type mood add value 'ok';
delete from people where mood::text = 'ok';
