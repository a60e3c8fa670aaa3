-- case: squawk #649: a new column builds its index all the same
create table t (id bigint);
-- then:
alter table t add column x varchar(255) unique;
--                                      ^^^^^^ Building the index for unique `x` blocks reads and writes of `t` until it is done
-- case: squawk #161: one key in place of another, with an index that is there
create table d (id bigint not null, n bigint not null, constraint d_pkey primary key (id));
create unique index i on d (n);
-- then:
ALTER TABLE d DROP CONSTRAINT d_pkey, ADD CONSTRAINT d_pkey PRIMARY KEY USING INDEX i;
-- case: all that an index can say as well
-- given: no transaction
create table "Ü" (a int, b int, "é" text);
-- then:
ALTER TABLE "Ü" ADD CONSTRAINT "Ü é" UNIQUE NULLS NOT DISTINCT (a, "é") INCLUDE (b) DEFERRABLE INITIALLY DEFERRED;
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Building the index for unique `a` and `é` blocks reads and writes of `Ü` until it is done
-- fixed:
CREATE UNIQUE INDEX CONCURRENTLY "Ü é" ON "Ü" (a, "é") INCLUDE (b) NULLS NOT DISTINCT;
ALTER TABLE "Ü" ADD CONSTRAINT "Ü é" UNIQUE USING INDEX "Ü é" DEFERRABLE INITIALLY DEFERRED;
-- case: without a name, it gets the one that it would have had
-- given: no transaction
create table t (a int, b int);
-- then:
alter table t add unique (a, b);
--                ^^^^^^^^^^^^^ Building the index for unique `a` and `b` blocks reads and writes of `t` until it is done
-- fixed:
create unique index concurrently t_a_b_key on t (a, b);
alter table t add unique using index t_a_b_key;
-- case: beside another action
-- given: no transaction
create table t (a int);
-- then:
alter table t add column b int, add unique (a);
--                                  ^^^^^^^^^^ Building the index for unique `a` blocks reads and writes of `t` until it is done
-- fixed:
create unique index concurrently t_a_key on t (a);
alter table t add column b int, add unique using index t_a_key;
-- case: of a column that comes with the statement
-- given: no transaction
create table t (a int);
-- then:
alter table t add column b int, add unique (b);
--                                  ^^^^^^^^^^ Building the index for unique `b` blocks reads and writes of `t` until it is done
-- case: of a partitioned table, which takes no index that is there
-- given: no transaction
create table t (a int, b int) partition by range (a);
create table t1 partition of t for values from (1) to (2);
-- then:
alter table t add unique (a);
--                ^^^^^^^^^^ Building the index for unique `a` blocks reads and writes of `t1` until it is done
-- case: the table is written anew anyhow
create table t (a int);
-- then:
alter table t add column b uuid default gen_random_uuid() unique;
-- case: a new table, a temporary one, an emptied one
create table t (a int);
-- then:
create table u (a int unique);
alter table u add unique (a);
create temp table v (a int);
alter table v add unique (a);
truncate t;
alter table t add unique (a);
-- case: IF NOT EXISTS of what is there
create table t (a int);
-- then:
alter table t add column if not exists a int unique;
-- case: with a storage parameter the author has to think
-- given: no transaction
create table t (a int);
-- then:
alter table t add constraint k unique (a) with (fillfactor = 70);
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Building the index for unique `a` blocks reads and writes of `t` until it is done
