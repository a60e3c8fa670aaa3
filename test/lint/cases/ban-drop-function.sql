-- case: bytes are not characters, several
create function "é😀"() returns int language sql as 'select 1';
create procedure p() language sql as 'select 1';
-- then:
/* é😀 */ drop function "é😀"();
--                      ^^^^^ Dropping `é😀` breaks applications and functions that still call it
drop procedure if exists p, q;
--                       ^ Dropping `p` breaks applications and functions that still call it
-- case: with the trigger that called it
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g after insert on t for each row execute function f();
-- then:
drop trigger g on t;
drop function f();
-- case: renamed, and made anew as a procedure
create function f() returns int language sql as 'select 1';
-- then:
drop function f();
create procedure f() language sql as 'select 1';
