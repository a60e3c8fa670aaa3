-- case: with ALTER TABLE, and CREATE UNIQUE INDEX
-- given: refused with 0A000
create table "Ü" (a int, "é" int, b int) partition by range ("é", b);
-- then:
ALTER TABLE "Ü" ADD CONSTRAINT k UNIQUE (a, b);
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^^ A unique constraint of `Ü` has to include `é`, by which it is partitioned
create unique index on "Ü" (lower(a::text), "é");
-- ^^^^^^^^^^^^^^^^ A unique index of `Ü` has to include `b`, by which it is partitioned
-- case: a partition that is partitioned itself
-- given: refused with 0A000
create table t (a int, b int, unique (a)) partition by list (a);
-- then:
create table t1 partition of t for values in (1) partition by list (b);
-- ^^^^^^^^^ The key that `t1` has from `t` has to include `b`, by which it is partitioned
-- case: a partition may have any key of its own
create table t (a int, b int) partition by list (a);
-- then:
create table t1 partition of t (unique (b)) for values in (1);
create unique index on t1 (b, a);
-- case: an index that is not unique
create table t (a int, b int) partition by list (a);
-- then:
create index on t (b);
