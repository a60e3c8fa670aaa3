-- case: concurrently, unique, on a quoted table
-- given: no transaction
create table "Ü" ("é" int, b int);
-- then:
CREATE UNIQUE INDEX CONCURRENTLY ON ONLY "Ü" USING btree ("é", b);
-- ^^^^^^^^^^^^^^^^ This index has no name, and will be called `Ü_é_b_idx`
-- fixed:
CREATE UNIQUE INDEX CONCURRENTLY "Ü_é_b_idx" ON ONLY "Ü" USING btree ("é", b);
-- case: the name is taken
create table t (a int);
create index on t (a);
-- then:
create index on t (a);
-- ^^^^^^^^^ This index has no name, and will be called `t_a_idx1`
-- fixed:
create index t_a_idx1 on t (a);
