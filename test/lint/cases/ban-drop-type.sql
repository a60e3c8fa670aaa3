-- case: bytes are not characters, several, in a schema
create schema "é😀";
create type "é😀"."ключ" as enum ();
create domain d as int;
-- then:
/* é😀 */ drop type if exists "é😀"."ключ";
--                            ^^^^^^^^^^^^ Dropping `é😀.ключ` breaks applications that still use it
drop domain d;
--          ^ Dropping `d` breaks applications that still use it
-- case: the other order of an exchange
create type mood as enum ('sad', 'glad');
create table t (m mood);
-- then:
create type mood_new as enum ('glad');
alter table t alter m type mood_new using m::text::mood_new;
drop type mood;
alter type mood_new rename to mood;
-- case: made by the same migration
create type mood as enum ();
drop type mood;
-- case: with its table
create type mood as enum ();
create table t (m mood);
-- then:
drop table t;
drop type mood;
-- case: cascade, of a new table
create type mood as enum ();
-- then:
create table t (m mood);
drop type mood cascade;
--        ^^^^ Dropping `mood` breaks applications that still use it
-- case: nothing there to drop
drop type if exists mood cascade;
create table t (a int);
