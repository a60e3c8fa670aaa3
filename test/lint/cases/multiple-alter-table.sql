-- case: three in a row
-- given: no transaction
create table t (a int);
-- then:
ALTER TABLE t ADD COLUMN b int;

ALTER TABLE t ADD COLUMN "é" int;
-- ^^^^^^^^ The statement before alters `t`, too: one could do both
ALTER TABLE t ALTER a SET DEFAULT 1;
-- ^^^^^^^^ The statement before alters `t`, too: one could do both
-- fixed:
ALTER TABLE t ADD COLUMN b int,
  ADD COLUMN "é" int,
  ALTER a SET DEFAULT 1;
-- case: a comment between them is not swept away
-- given: no transaction
create table t (a int);
-- then:
alter table t add column b int;
-- and another
alter table t add column c int;
-- ^^^^^^^^ The statement before alters `t`, too: one could do both
-- case: weaker and stronger locks stay apart
-- given: no transaction
create table t (a int);
create table u (a int primary key);
-- then:
alter table t add column b int;
alter table t add foreign key (a) references u;
alter table t alter a set statistics 100;
alter table t alter a set (n_distinct = 5);
-- case: what the first makes, the second changes
-- given: no transaction
create table t (a int);
-- then:
alter table t add column b int;
alter table t alter b type bigint;
-- case: drop and add a constraint
-- given: no transaction
create table t (a int, constraint k check (a > 0));
-- then:
alter table t drop constraint k;
alter table t add constraint k check (a > 1) not valid;
-- ^^^^^^^^ The statement before alters `t`, too: one could do both
-- fixed:
alter table t drop constraint k,
  add constraint k check (a > 1) not valid;
-- case: the schema is written once, and once not
-- given: no transaction
create table t (a int);
-- then:
alter table t add column b int;
alter table public.t add column c int;
-- ^^^^^^^^ The statement before alters `public.t`, too: one could do both
alter table if exists t add column d int;
-- fixed:
alter table t add column b int,
  add column c int;
alter table if exists t add column d int;
-- case: new, of another kind, and in a DO block
create table t (a int, x int);
-- then:
create table n (a int);
alter table n add column b int;
alter table n add column c int;
do $$ begin
  alter table t alter a type bigint; alter table t alter x type bigint;
--                                   ^^^^^^^^^^^ The statement before alters `t`, too: one could do both
  if true then alter table t alter a type text; end if;
end $$;
alter table t add column e int;
-- fixed:
create table n (a int);
alter table n add column b int;
alter table n add column c int;
do $$ begin
  alter table t alter a type bigint,
  alter x type bigint;
  if true then alter table t alter a type text; end if;
end $$;
alter table t add column e int;
-- case: one column twice
-- given: no transaction
create table t (a int);
-- then:
alter table t alter a type bigint;
alter table t alter a type numeric;
alter table t alter a set default 1;
alter table t alter a drop default;
