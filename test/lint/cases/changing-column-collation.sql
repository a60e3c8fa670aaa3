-- case: bytes are not characters, and the collation that it had is lost
create table "é😀" ("ключ" varchar(10) collate "C");
create index on "é😀" ("ключ");
-- then:
/* é😀 */ alter table "é😀" alter "ключ" type varchar(20);
--                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The new collation of `ключ` has its indexes built again, and blocks reads and writes of `é😀` meanwhile
-- case: it keeps its collation
create table t (a varchar(10) collate "C" primary key);
-- then:
alter table t alter a type varchar(20) collate "C";
-- case: where the table is rewritten anyway
create table t (a int primary key);
-- then:
alter table t alter a type text collate "C";
-- case: a new table
create table t (a text primary key);
alter table t alter a type text collate "C";
