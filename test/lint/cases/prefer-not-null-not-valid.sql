-- case: bytes are not characters, the author's case
create table "é😀" ("ключ" int);
-- then:
/* é😀 */ ALTER TABLE "é😀" ADD CHECK ("ключ" IS NOT NULL) NOT VALID;
--                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ From PostgreSQL 18 on, `NOT NULL ключ NOT VALID` does the same in two steps less
-- fixed:
/* é😀 */ ALTER TABLE "é😀" ADD NOT NULL "ключ" NOT VALID;
-- case: parentheses of its own
create table t (a int);
-- then:
alter table t add constraint k check ((a) is not null) not valid;
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ From PostgreSQL 18 on, `NOT NULL a NOT VALID` does the same in two steps less
-- case: a new table, a check that is proved at once
create table t (a int);
-- then:
alter table t add check (a is not null);
create table u (a int);
alter table u add check (a is not null) not valid;
