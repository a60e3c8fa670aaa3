-- case: bytes are not characters, in the author's case
/* é😀 */ CREATE UNLOGGED TABLE IF NOT EXISTS "é😀" (a int);
--        ^^^^^^^^^^^^^^^^^^^^^ `é😀` is empty after a crash, and on every replica
create unlogged table t as select 1 as a;
-- ^^^^^^^^^^^^^^^^^^ `t` is empty after a crash, and on every replica
-- fixed:
/* é😀 */ CREATE TABLE IF NOT EXISTS "é😀" (a int);
create table t as select 1 as a;
-- case: logged
create table t (unlogged int);
