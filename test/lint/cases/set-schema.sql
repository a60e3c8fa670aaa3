-- case: bytes are not characters, a function, a type, where it is already
create schema "é😀";
create table "ключ" (a int);
create function f() returns int language sql as 'select 1';
create type mood as enum ();
create table "é😀".t (a int);
-- then:
/* é😀 */ alter table "ключ" set schema "é😀";
--        ^^^^^^^^^^^ Moving `ключ` to the schema `é😀` breaks all that looks for it in the old one
alter function f() set schema "é😀";
-- ^^^^^^^^^^^ Moving `f` to the schema `é😀` breaks all that looks for it in the old one
alter type mood set schema "é😀";
-- ^^^^^^^ Moving `mood` to the schema `é😀` breaks all that looks for it in the old one
alter table "é😀".t set schema "é😀";
-- case: made by the same migration
create schema app;
create function f() returns int language sql as 'select 1';
alter function f() set schema app;
