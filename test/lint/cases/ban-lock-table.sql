-- case: bytes are not characters, several
create table "é😀" (a int);
create table t (a int);
-- then:
/* é😀 */ LOCK TABLE ONLY "é😀", t;
--        ^^^^^^^^^^ Waits without an end for ACCESS EXCLUSIVE on `é😀` and `t`, and keeps it until the migration ends
-- case: weak modes, a new table, a timeout of zero
create table t (a int);
-- then:
lock t in row share mode;
create table u (a int);
lock u;
set local lock_timeout = 0;
lock t in share mode;
-- ^ Waits without an end for SHARE on `t`, and keeps it until the migration ends
