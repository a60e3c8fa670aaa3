-- case: an end without a beginning
-- given: no transaction
select 1;
commit;
-- ^^^ No transaction is open here that this could end
-- case: two blocks, each of its own
-- given: no transaction
begin;
select 1;
commit;
start transaction;
select 2;
rollback;
-- case: BEGIN of a function's body is none
create function f() returns int language sql begin atomic select 1; end;
create function g() returns int language plpgsql as $$ begin return 1; end $$;
-- case: savepoints are no transactions
savepoint a;
release savepoint a;
