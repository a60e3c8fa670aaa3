-- case: strong_migrations #321, safe-pg-migrations #94: with partitions, the rest follows
-- given: no transaction
create schema "é";
create table "é".events (at timestamptz, kind text) partition by range (at);
create table "é".events_1 partition of "é".events for values from ('2026-01-01') to ('2027-01-01');
-- then:
CREATE INDEX events_kind ON "é".events (kind);
-- ^^^^^^^^^ Building this index on a partition of `é.events` blocks writes to `é.events_1` until it is done
-- fixed:
CREATE INDEX events_kind ON ONLY "é".events (kind);
-- case: many partitions, and one that fits already
create table t (a int, b int) partition by list (a);
create table t1 partition of t for values in (1);
create table t2 partition of t for values in (2);
create table t3 partition of t for values in (3);
create table t4 partition of t for values in (4);
create table t5 partition of t for values in (5);
create index on t1 (b);
-- then:
create index t_b on t (b);
-- ^^^^^^^^^ Building this index on 4 partitions of `t` blocks writes to them until it is done
-- fixed:
create index t_b on only t (b);
-- case: partitions that are partitioned are left to the author
create table t (a int, b int) partition by list (a);
create table t1 partition of t for values in (1) partition by list (b);
create table t11 partition of t1 for values in (1);
-- then:
create index t_b on t (b);
-- ^^^^^^^^^ Building this index on a partition of `t` blocks writes to `t11` until it is done
-- case: a new table, one without partitions, a leaf
-- given: no transaction
create table t (a int, b int) partition by list (a);
create table u (a int, b int) partition by list (a);
create table u1 partition of u for values in (1);
-- then:
create index t_b on t (b);
create index concurrently on u1 (b);
drop index concurrently u1_b_idx;
create table n (a int) partition by list (a);
create table n1 partition of n for values in (1);
create index on n (a);
