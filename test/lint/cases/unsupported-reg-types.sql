-- case: bytes are not characters
create table "é😀" (/* é */ "ä" regprocedure[]);
--                              ^^^^^^^^^^^^^^ As long as `ä` is a `regprocedure`, `pg_upgrade` refuses to upgrade the server
-- case: a type of one's own
create schema s;
create domain s.regproc as text;
create table t (a s.regproc);
