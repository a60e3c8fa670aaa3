-- case: bytes are not characters
create table "é😀" (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger "ключ" after insert on "é😀" for each row execute function f();
-- then:
/* é😀 */ drop trigger "ключ" on "é😀";
--                     ^^^^^^ From now on, writes to `é😀` no longer run `ключ`
-- case: the table goes as well, or is new
create table t (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g after insert on t for each row execute function f();
-- then:
drop trigger g on t;
drop table t;
create table u (a int);
create trigger g after insert on u for each row execute function f();
drop trigger g on u;
-- case: nothing there to drop
create table t (a int);
-- then:
drop trigger if exists g on t;
