-- case: bytes are not characters
create table "é😀" ("ключ" int not null);
-- then:
/* é😀 */ alter table "é😀" alter "ключ" drop not null;
--                          ^^^^^^^^^^^^^^^^^^^^^^^^^^ Applications that read `ключ` of `é😀` may not be ready for a null
-- case: with the primary key, and put back at the end
create table t (a int primary key, b int not null);
-- then:
alter table t drop constraint t_pkey, alter a drop not null;
alter table t alter b drop not null;
alter table t alter b set not null;
-- case: of a table that no migration has made
-- given: refused with 42P01
alter table legacy alter a drop not null;
--                 ^^^^^^^^^^^^^^^^^^^^^ Applications that read `a` of `legacy` may not be ready for a null
