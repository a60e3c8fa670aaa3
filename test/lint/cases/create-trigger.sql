-- case: bytes are not characters
create table "é😀" (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
-- then:
/* é😀 */ create constraint trigger "ключ" after insert on "é😀" for each row execute function f();
--        ^^^^^^^^^^^^^^^^^^^^^^^^^ From now on, every row that is written to `é😀` runs `f` as well
-- case: exchanged, and once for a statement
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g after insert on t for each row execute function f();
-- then:
create or replace trigger g after insert or update on t for each row execute function f();
drop trigger g on t;
create trigger h after insert on t for each row execute function f();
create trigger i after insert on t for each statement execute function f();
-- case: a view that can be written to
create table t (a int);
create view v as select a from t;
create function f() returns trigger language plpgsql as 'begin return new; end';
-- then:
create trigger g instead of insert on v for each row execute function f();
