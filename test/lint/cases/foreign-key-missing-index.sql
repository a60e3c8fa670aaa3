-- case: an index on several columns, in any order
create table p (a int, b int, primary key (a, b));
-- then:
create table c (b int, a int, foreign key (a, b) references p);
create index on c (b, a);
-- case: an index on the first of several columns finds the few that are left
create table p (a int, b int, primary key (a, b));
-- then:
create table c (a int, b int, foreign key (a, b) references p);
create index on c (a);
-- case: the second column of a primary key is not found by it
create table a (id bigint primary key);
create table b (id bigint primary key);
-- then:
create table pairs (a_id bigint references a, b_id bigint references b, primary key (a_id, b_id));
--                                                        ^^^^^^^^^^^^ No index begins with `b_id`: a delete from `b` reads all of `pairs`
-- fixed:
create table pairs (a_id bigint references a, b_id bigint references b, primary key (a_id, b_id));
create index pairs_b_id_idx on pairs (b_id);
-- case: one that leaves out nulls serves, another condition does not
create table users (id bigint primary key);
-- then:
create table t (a bigint references users, b bigint references users, done boolean);
--                                                  ^^^^^^^^^^^^^^^^ No index begins with `b`: a delete from `users` reads all of `t`
create index on t (a) where a is not null;
create index on t (b) where not done;
-- fixed:
create table t (a bigint references users, b bigint references users, done boolean);
create index t_b_idx on t (b);
create index on t (a) where a is not null;
create index on t (b) where not done;
-- case: not every kind of index finds a value
create table users (id bigint primary key);
-- then:
create table t (a bigint references users, b bigint references users);
--                                                  ^^^^^^^^^^^^^^^^ No index begins with `b`: a delete from `users` reads all of `t`
create index on t using hash (a);
create index on t using brin (b);
-- fixed:
create table t (a bigint references users, b bigint references users);
create index t_b_idx on t (b);
create index on t using hash (a);
create index on t using brin (b);
-- case: an expression is not the column
create table users (id text primary key);
-- then:
create table t (user_id text references users);
--                           ^^^^^^^^^^^^^^^^ No index begins with `user_id`: a delete from `users` reads all of `t`
create index on t (lower(user_id));
-- fixed:
create table t (user_id text references users);
create index t_user_id_idx on t (user_id);
create index on t (lower(user_id));
-- case: the table goes away again, or the key does
create table users (id bigint primary key);
-- then:
create table t (user_id bigint references users);
drop table t;
create table u (user_id bigint constraint k references users);
alter table u drop constraint k;
-- case: the index is on the parent, or comes with LIKE
create table users (id bigint primary key);
create table p (user_id bigint references users, at date) partition by range (at);
create index on p (user_id);
create table s (user_id bigint);
create index on s (user_id);
-- then:
create table q partition of p for values from ('2026-01-01') to ('2027-01-01');
create table t (like s including indexes, foreign key (user_id) references users);
-- case: a temporary table
create temp table users (id bigint primary key);
create temp table t (user_id bigint references users);
-- case: names that need quotes
create schema "Größe";
create table "Größe"."Ü" (id bigint primary key);
-- then:
CREATE TABLE "Größe"."T" (id bigint PRIMARY KEY, "Ü_id" bigint REFERENCES "Größe"."Ü"); SELECT 'é😀';
--                                                             ^^^^^^^^^^^^^^^^^^^^^^ No index begins with `Ü_id`: a delete from `Größe.Ü` reads all of `Größe.T`
-- fixed:
CREATE TABLE "Größe"."T" (id bigint PRIMARY KEY, "Ü_id" bigint REFERENCES "Größe"."Ü");
CREATE INDEX "T_Ü_id_idx" ON "Größe"."T" ("Ü_id"); SELECT 'é😀';
-- case: a self-reference
create table parts (id bigint primary key, parent_id bigint references parts);
--                                                          ^^^^^^^^^^^^^^^^ No index begins with `parent_id`: a delete from `parts` reads all of `parts`
-- fixed:
create table parts (id bigint primary key, parent_id bigint references parts);
create index parts_parent_id_idx on parts (parent_id);
-- case: the column comes with the migration
create table users (id bigint primary key);
create table t (id bigint primary key);
-- then:
alter table t add column user_id bigint references users, add column other bigint;
--                                      ^^^^^^^^^^^^^^^^ No index begins with `user_id`: a delete from `users` reads all of `t`
-- case: IF NOT EXISTS of what is there
create table users (id bigint primary key);
create table t (user_id bigint references users);
create index on t (user_id);
-- then:
create table if not exists t (user_id bigint references users);
alter table t add column if not exists user_id bigint references users;
