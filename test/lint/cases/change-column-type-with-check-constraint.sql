-- case: bytes are not characters
create table "é😀" ("ключ" varchar(10), constraint k check (length("ключ") > 0));
-- then:
/* é😀 */ alter table "é😀" alter "ключ" type varchar(20);
--                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Changing the type of `ключ` has its checks proved again, and blocks reads and writes of `é😀` meanwhile
-- case: a check that was never proved is not proved again
create table t (a varchar(10));
alter table t add constraint k check (a <> '') not valid;
-- then:
alter table t alter a type varchar(20);
