-- case: in whatever order, with comments and letters that are no ASCII
create function "é"() returns text security /* not INVOKER */ definer language plpgsql as $$ begin return 'SECURITY DEFINER'; end $$;
--                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `é` runs with its owner's rights, and finds what the caller's `search_path` has for it
-- fixed:
create function "é"() returns text security /* not INVOKER */ definer set search_path = '' language plpgsql as $$ begin return 'SECURITY DEFINER'; end $$;
-- case: in capitals
CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql STABLE SECURITY DEFINER AS 'SELECT 1';
--                                                             ^^^^^^^^^^^^^^^^ `f` runs with its owner's rights, and finds what the caller's `search_path` has for it
-- fixed:
CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS 'SELECT 1';
-- case: a procedure, and another setting
create procedure p() language sql security definer set work_mem = '1MB' as 'select 1';
--                                ^^^^^^^^^^^^^^^^ `p` runs with its owner's rights, and finds what the caller's `search_path` has for it
-- fixed:
create procedure p() language sql security definer set search_path = '' set work_mem = '1MB' as 'select 1';
-- case: taken back in the same migration
create function f() returns int language sql security definer as 'select 1';
alter function f() security invoker;
-- case: from the session
set search_path = public;
create function f() returns int language sql security definer set search_path from current as 'select 1';
-- case: with the rights of the caller
create function f() returns int language sql security invoker as 'select 1';
