-- case: a function is no procedure
-- given: refused with 42809
create function f(a int) returns int language sql as 'select 1';
-- then:
create or replace procedure f(a int) language sql as 'select 1';
--                          ^ Postgres does not replace `f`: it is a function
-- case: a procedure
-- given: refused with 42P13
create procedure "é😀"(a int) language sql as 'select 1';
-- then:
/* é😀 */ create or replace procedure "é😀"(b int) language sql as 'select 1';
--                                    ^^^^^ Postgres does not replace `é😀`: its parameter `a` would be `b`
-- case: a name is gone
-- given: refused with 42P13
create function f(a int) returns int language sql as 'select 1';
-- then:
create or replace function f(int) returns int language sql as 'select 1';
--                         ^ Postgres does not replace `f`: its parameter `a` would have no name
-- case: rows, not one
-- given: refused with 42P13
create function f() returns setof int language sql as 'select 1';
-- then:
create or replace function f() returns int language sql as 'select 1';
--                         ^ Postgres does not replace `f`: its result `setof int4` would be `int4`
-- case: names of what comes out
-- given: refused with 42P13
create function f(out x int, out y int) language sql as 'select 1, 2';
-- then:
create or replace function f(out x int, out z int) language sql as 'select 1, 2';
--                         ^ Postgres does not replace `f`: its result `record(x int4, y int4)` would be `record(x int4, z int4)`
-- case: what Postgres takes
create function one(a int) returns int language sql as 'select 1';
create function two(inout a int) language sql as 'select 1';
create function three(variadic a int[]) returns int language sql as 'select 1';
create function four(int, b int default 2) returns int language sql as 'select 1';
create function five(a varchar(3)) returns varchar(3) language sql as $$ select 'a' $$;
create function six() returns table (x int) language sql as 'select 1';
create function seven() returns table (x int, y int) language sql as 'select 1, 2';
-- then:
create or replace function one(a int default 7) returns int language sql as 'select 1';
create or replace function two(a int) returns int language sql as 'select 1';
create or replace function three(a int[]) returns int language sql as 'select 1';
create or replace function four(a int, b int default 3) returns int language sql as 'select 1';
create or replace function five(a varchar(9)) returns varchar(9) language sql as $$ select 'a' $$;
create or replace function six() returns table (y int) language sql as 'select 1';
create or replace function seven(out x int, out y int) returns setof record language sql as 'select 1, 2';
-- case: the type has another name
create type mood as enum ('ok');
create function f() returns mood language sql as $$ select null::mood $$;
alter type mood rename to feeling;
-- then:
create or replace function f() returns feeling language sql as $$ select null::feeling $$;
-- case: a type of a column
create table t (a int);
create function f(x t.a%type) returns int language sql as 'select 1';
-- then:
create or replace function f(x int) returns int language sql as 'select 1';
