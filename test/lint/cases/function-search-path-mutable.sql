-- case: letters that are no ASCII, a body that is read at once, and rights of the owner
create function "é"() returns int language sql as 'select 1';
-- ^^^^^^^^^^^^ What the names in `é` mean hangs on the caller's `search_path`
create function f() returns int language sql return 1;
create function g() returns int language sql security definer as 'select 1';
