-- case: the validation of another table’s constraint has a rule of its own
create table t (a int);
create table u (a int);
alter table u add constraint k check (a > 0) not valid;
-- then:
alter table t add column b int;
alter table u validate constraint k;
-- case: an index on the very table is told of as such
create table t (a int);
-- then:
alter table t add column b int;
create index on t (b);
-- case: rows, the catalogues and a sequence are no matter
create table t (id serial primary key, a int);
create table u (a int);
-- then:
alter table t add column b int;
select count(*) from pg_class;
select setval('t_id_seq', (select max(id) from t));
select a from u limit 1;
-- case: a view of all rows that is made now, and one that is read later
create table t (a int);
create table u (a int);
-- then:
alter table t add column b int;
create materialized view m as select a from u with no data;
create view v as select a from u;
create materialized view n as select a from u;
-- ^^^^^^^^^^^^^^^^^^^^^ Nobody can read or write `t` until this is done: this transaction has locked it before
-- case: a procedure may do anything
create table t (a int);
create procedure "é"() language plpgsql as $$ begin perform 1; end $$;
-- then:
alter table t add column b int;
call "é"();
-- ^ Nobody can read or write `t` until this is done: this transaction has locked it before
-- case: several are locked
create table t (a int);
create table u (a int);
create table w (a int);
-- then:
alter table t add column b int;
alter table u add column b int;
create index on w (a);
-- ^^^^^^^^^ Nobody can read or write `t` and `u` until this is done: this transaction has locked them before
-- case: in transactions of their own
-- given: no transaction
create table t (a int);
create table u (a int);
-- then:
alter table t add column b int;
create index on u (a);
-- case: very many are locked
create table a (x int);
create table b (x int);
create table c (x int);
create table d (x int);
create table e (x int);
-- then:
alter table a add column y int;
alter table b add column y int;
alter table c add column y int;
alter table d add column y int;
alter table e add column y int;
create table f as select count(*) from a;
-- ^^^^^^^^^ Nobody can read or write `a`, `b`, `c` and 2 others until this is done: this transaction has locked them before
-- case: a sequence is no table
create table t (a int);
create sequence s;
-- then:
alter sequence s owner to current_user;
create table f as select count(*) from t;
