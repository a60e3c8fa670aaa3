-- case: bytes are not characters
create table "é😀" ("ключ" text);
-- then:
/* é😀 */ alter table "é😀" alter "ключ" set compression pglz, add column a text;
--                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Locks `é😀` for a moment, and changes no value of `ключ` that is stored already
-- case: a new column
create table t (a int);
-- then:
alter table t add column b text;
alter table t alter b set storage main;
