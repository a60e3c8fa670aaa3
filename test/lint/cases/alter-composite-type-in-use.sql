-- case: bytes are not characters, a schema, a domain over it
-- given: refused with 0A000
create schema app;
create type app."é😀" as (a int);
create domain app.d as app."é😀";
create table app.t (c app.d, b int);
-- then:
/* é😀 */ alter type app."é😀" add attribute b int, alter attribute a type bigint;
--                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Postgres does not change the type of `a`: `c` of `app.t` is of the type `app.é😀`
-- case: a table of this migration has nothing to lose
create type pair as (a int, b int);
-- then:
create table t (p pair);
alter type pair drop attribute b;
-- case: the same name in another schema
create schema app;
create type app.pair as (a int);
create type pair as (a int);
create table t (p app.pair);
-- then:
alter type pair alter attribute a type bigint;
