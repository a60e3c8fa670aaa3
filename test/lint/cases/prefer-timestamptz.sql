-- case: bytes are not characters
create table "é😀" (/* é */ "ä" timestamp);
--                              ^^^^^^^^^ Which moment `ä` means is not known without its time zone
-- fixed:
create table "é😀" (/* é */ "ä" timestamptz);
-- case: another type
create table t (a date, b timestamptz);
-- then:
alter table t alter a type timestamp using a::timestamp, alter b set default now();
--                         ^^^^^^^^^ Which moment `a` means is not known without its time zone
-- fixed:
alter table t alter a type timestamptz using a::timestamp, alter b set default now();
-- case: ranges, domains and temporary tables are not meant
create temp table t (a timestamp);
create table u (a tsrange);
-- case: squawk #230: in every way to write it
create table t (a timestamp, b timestamp(6), c timestamp without time zone, d timestamp (2) without time zone);
--                ^^^^^^^^^ Which moment `a` means is not known without its time zone
--                             ^^^^^^^^^^^^ Which moment `b` means is not known without its time zone
--                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Which moment `c` means is not known without its time zone
--                                                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Which moment `d` means is not known without its time zone
create table u (a timestamptz, b timestamp with time zone, c timestamp(2) with time zone, d time);
-- fixed:
create table t (a timestamptz, b timestamptz(6), c timestamptz, d timestamptz(2));
create table u (a timestamptz, b timestamp with time zone, c timestamp(2) with time zone, d time);
-- case: put right at the end, and a column that goes
create table t (a timestamp, b timestamp, c timestamp);
--                                          ^^^^^^^^^ Which moment `c` means is not known without its time zone
alter table t alter a type timestamptz, drop b;
-- fixed:
create table t (a timestamp, b timestamp, c timestamptz);
alter table t alter a type timestamptz, drop b;
-- case: in a DO block, whose tables may not be there
do $$ begin
  create table t (a timestamp);
--                  ^^^^^^^^^ Which moment `a` means is not known without its time zone
end $$;
-- fixed:
do $$ begin
  create table t (a timestamptz);
end $$;
