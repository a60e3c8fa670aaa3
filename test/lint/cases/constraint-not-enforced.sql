-- case: a foreign key of a table in use, in the author's case
-- given: postgres 18
create table users (id bigint primary key);
create table "Ü" ("é" bigint);
-- then:
ALTER TABLE "Ü" ADD FOREIGN KEY ("é") REFERENCES users NOT ENFORCED;
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This constraint keeps out no row
-- fixed:
ALTER TABLE "Ü" ADD FOREIGN KEY ("é") REFERENCES users NOT VALID;
-- case: an older one
-- given: postgres 18
create table users (id bigint primary key);
create table orders (user_id bigint constraint k references users);
-- then:
alter table orders alter constraint k not enforced;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `k` keeps out no row any more
-- case: before PostgreSQL 18 it is no syntax: another rule says so
-- given: postgres 17
create table t (a int);
-- then:
alter table t add check (a > 0) not enforced;
