-- case: several at once, with CASCADE, with a schema
-- given: refused with 2BP01
create schema "é";
create table "é"."Ü" (a int primary key, b int unique, exclude using btree (b with =));
-- then:
drop index "é"."Ü_b_key", "é"."Ü_b_excl";
--         ^^^^^^^^^^^^^ `é.Ü_b_key` belongs to the constraint `Ü_b_key` of `Ü`, and cannot be dropped by itself
--                        ^^^^^^^^^^^^^^ `é.Ü_b_excl` belongs to the constraint `Ü_b_excl` of `Ü`, and cannot be dropped by itself
-- case: with CASCADE, which does not help
-- given: refused with 2BP01
create schema "é";
create table "é"."Ü" (a int primary key);
-- then:
DROP INDEX IF EXISTS "é"."Ü_pkey" CASCADE;
--                   ^^^^^^^^^^^^ `é.Ü_pkey` belongs to the constraint `Ü_pkey` of `Ü`, and cannot be dropped by itself
-- fixed:
ALTER TABLE "é"."Ü" DROP CONSTRAINT "Ü_pkey" CASCADE;
-- case: a part of the parent's index
-- given: refused with 2BP01
create table t (a int) partition by list (a);
create table t1 partition of t for values in (1);
create index i on t (a);
-- then:
drop index t1_a_idx;
--         ^^^^^^^^ `t1_a_idx` is a part of `i`, and cannot be dropped by itself
-- case: its index goes with the constraint
create table t (a int unique);
-- then:
alter table t drop constraint t_a_key;
drop index if exists t_a_key;
-- case: an index that a constraint has taken over
-- given: refused with 2BP01
create table t (a int);
create unique index i on t (a);
alter table t add constraint k unique using index i;
-- then:
drop index k;
--         ^ `k` belongs to the constraint `k` of `t`, and cannot be dropped by itself
-- fixed:
alter table t drop constraint k;
