-- case: a condition leaves an unknown number
create table t (a int, b int);
-- then:
alter table t add column c int;
update t set c = a where b > 0;
-- ^^^ Nobody can read or write `t` until this has changed its rows: this transaction has locked it before
-- case: a key pins one row
create table t (a int primary key, b int);
create unique index on t (b);
-- then:
alter table t add column c int;
update t set c = 1 where a = 1;
update t set c = 1 where b in (1, 2) and c is null;
delete from t where a = 2;
-- case: a partial unique index pins nothing
create table t (a int, b int);
create unique index on t (b) where a > 0;
-- then:
alter table t add column c int;
update t set c = 1 where b = 1;
-- ^^^ Nobody can read or write `t` until this has changed its rows: this transaction has locked it before
-- case: rows of another table, and a lock that lets others read
create table t (a int);
create table u (a int);
-- then:
create index on t (a);
update t set a = 1;
alter table u add column b int;
update u set a = 1 where false;
-- case: the transaction in which it was locked has ended
-- given: no transaction
create table t (a int);
-- then:
begin;
alter table t add column c int;
commit;
begin;
update t set c = 1;
commit;
-- case: a table that the migration makes, or has emptied
create table t (a int);
-- then:
create table n (a int);
alter table n add column b int;
update n set b = a;
-- case: insert from a query, merge, and letters that are no ASCII
create table "Größe" (a int);
create table u (a int);
-- then:
alter table "Größe" add column "é" int;
insert into "Größe" select a from u;
-- ^^^^^^^^ Nobody can read or write `Größe` until this has changed its rows: this transaction has locked it before
-- case: in a DO block
create table t (a int);
-- then:
do $$ begin
  alter table t add column c int;
  update t set c = a;
-- ^^^^^ Nobody can read or write `t` until this has changed its rows: this transaction has locked it before
end $$;
-- case: through what a trigger would need: a lock that only writes wait for
create table t (a int);
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
-- then:
create trigger g before insert on t for each row execute function f();
update t set a = 1;
