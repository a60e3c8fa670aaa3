-- case: bytes are not characters, and the triggers of users only
create table "é😀" (a int);
-- then:
/* é😀 */ alter table "é😀" disable trigger user;
--                          ^^^^^^^^^^^^^^^^^^^^ From now on, no triggers run on writes to `é😀`
-- case: each statement for itself: others write meanwhile
-- given: no transaction
create table t (a int);
-- then:
alter table t disable trigger user;
--            ^^^^^^^^^^^^^^^^^^^^ Until they are enabled again, no triggers run on writes to `t`
alter table t enable trigger user;
-- case: enabled after another migration has disabled it, and for replicas
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g after insert on t for each row execute function f();
alter table t disable trigger g;
-- then:
alter table t enable trigger g;
--            ^^^^^^^^^^^^^^^^ Rows that were written to `t` while `g` was disabled have not been through it
alter table t enable always trigger g;
alter table t enable replica trigger g;
-- case: all are enabled again where one was disabled
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g after insert on t for each row execute function f();
-- then:
alter table t disable trigger g;
alter table t enable trigger all;
