-- case: bytes are not characters, and the author's case
create table "é😀" (/* é */ "ä" timestamp(0), b TIMESTAMP (0) WITH TIME ZONE[]);
--                              ^^^^^^^^^^^^ Every other value of `ä` is rounded up, into the future
--                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Every other value of `b` is rounded up, into the future
-- fixed:
create table "é😀" (/* é */ "ä" timestamp, b TIMESTAMPTZ[]);
-- case: a time of day, and without a precision
create table t (a time(0), b timestamptz, c timestamp(6));
