-- case: bytes are not characters
create table "é😀" ("ключ" int default 1);
-- then:
/* é😀 */ alter table "é😀" alter "ключ" set default 2;
--                          ^^^^^^^^^^^^^^^^^^^^^^^^^^ Applications that know the old default of `ключ` go on writing it
