-- case: bytes are not characters
create table "é😀" (a int);
-- then:
/* é😀 */ create publication "ключ" for table only "é😀";
--                                                 ^^^^^ From now on every `UPDATE` and `DELETE` on `é😀` fails, which has no primary key
-- case: a key that comes after, a table that no migration has made, and one that is taken out
create table t (a int);
create publication p for table t;
-- then:
alter publication p drop table t;
alter publication p add table t;
alter table t add primary key (a);
-- case: only what is new is published
create table t (a int);
create publication p for table t with (publish = 'insert, truncate');
create publication q for table t with (publish = 'insert, update');
--                             ^ From now on every `UPDATE` and `DELETE` on `t` fails, which has no primary key
