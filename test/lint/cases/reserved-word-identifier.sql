-- case: bytes are not characters, a new column, a new name
create table t (a int);
-- then:
/* é😀 */ alter table t add column "end" int, add column "é😀" int;
--                                 ^^^^^ `end` is a word of SQL, and has to be in quotes wherever it is written
alter table t rename to "table";
-- ^^^^^^^^ `table` is a word of SQL, and has to be in quotes wherever it is written
-- case: capitals are no words of SQL
create table "User" ("Order" int, ends int);
-- case: system_user is one from 16 on
-- given: postgres 15
create table t ("system_user" text);
