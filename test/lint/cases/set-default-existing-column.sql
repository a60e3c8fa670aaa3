-- case: bytes are not characters
create table "é😀" ("ключ" int);
-- then:
/* é😀 */ alter table "é😀" alter "ключ" set default 1;
--                          ^^^^^^^^^^^^^^^^^^^^^^^^^^ Rows of `é😀` that have no `ключ` keep their null
-- case: a default that is none, a view, a column nobody knows
create table t (a int);
create view v as select a from t;
-- then:
alter table t alter a set default null;
alter view v alter a set default 1;
-- case: made NOT NULL by the migration
create table t (a int);
-- then:
alter table t alter a set default 1, alter a set not null;
