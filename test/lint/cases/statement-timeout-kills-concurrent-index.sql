-- case: for the transaction, and after it
-- given: no transaction
create table t (a int);
alter table t add constraint k check (a > 0) not valid;
-- then:
begin;
set local statement_timeout = 5000;
alter table t validate constraint k;
-- ^^^^^^^^ `statement_timeout` is 5000ms: a validation of `k` that takes longer is cancelled
commit;
create index concurrently i on t (a);
-- fixed:
begin;
set local statement_timeout = 5000;
set local statement_timeout = 0;
alter table t validate constraint k;
set local statement_timeout = '5000ms';
commit;
create index concurrently i on t (a);
-- case: reset, minutes, and zero with a unit
-- given: no transaction
create table t (a int);
-- then:
set statement_timeout = '5s';
reset statement_timeout;
create index concurrently i on t (a);
set statement_timeout to '1min';
create index concurrently j on t (a);
set statement_timeout = '0s';
reindex index concurrently i;
set statement_timeout = '59s';
reindex index concurrently i;
-- ^^^^^^^^^^ `statement_timeout` is 59s: a rebuild that takes longer is cancelled
-- fixed:
set statement_timeout = '5s';
reset statement_timeout;
create index concurrently i on t (a);
set statement_timeout to '1min';
create index concurrently j on t (a);
set statement_timeout = '0s';
reindex index concurrently i;
set statement_timeout = '59s';
set statement_timeout = 0;
reindex index concurrently i;
set statement_timeout = '59s';
-- case: a plain build is another matter, and a constraint that is valid
create table t (a int);
alter table t add constraint k check (a > 0);
-- then:
set local statement_timeout = '1s';
create index i on t (a);
alter table t validate constraint k;
-- case: a new table
-- given: no transaction
set statement_timeout = '1s';
create table "Ü" (a int);
create index concurrently on "Ü" (a);
