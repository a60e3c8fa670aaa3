-- case: strong_migrations #128: a longer varchar
create table t (country varchar(255), a varchar(10));
-- then:
ALTER TABLE t ALTER COLUMN country TYPE varchar(500), alter a type varchar;
-- case: a larger precision, a longer timestamp, a wider net
create table t (a numeric(10,2), b numeric(10,2), c timestamp(3), d cidr, e varbit(3));
-- then:
alter table t alter a type numeric(12,2), alter b type numeric, alter c type timestamp(6), alter d type inet, alter e type varbit(8);
-- case: the same type
create table t (a text, b int);
-- then:
alter table t alter a type text, alter b type integer, alter b set data type int4;
-- case: a USING that is only a cast
create table t (a varchar(10));
-- then:
alter table t alter a type text using a::text;
-- case: a USING that is more
create table t (a text);
-- then:
alter table t alter a type text using upper(a);
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Changing the type of `a` rewrites the table, and blocks reads and writes of `t` meanwhile
-- case: narrower, and char, and interval
create table t (a varchar(50), b text, c char(10), d interval, e numeric(10,2));
-- then:
alter table t alter a type varchar(20);
--            ^^^^^^^^^^^^^^^^^^^^^^^^ Changing the type of `a` rewrites the table, and blocks reads and writes of `t` meanwhile
alter table t alter b type varchar(50);
--            ^^^^^^^^^^^^^^^^^^^^^^^^ Changing the type of `b` rewrites the table, and blocks reads and writes of `t` meanwhile
alter table t alter c type varchar(10);
--            ^^^^^^^^^^^^^^^^^^^^^^^^ Changing the type of `c` rewrites the table, and blocks reads and writes of `t` meanwhile
alter table t alter d type interval(3);
--            ^^^^^^^^^^^^^^^^^^^^^^^^ Changing the type of `d` rewrites the table, and blocks reads and writes of `t` meanwhile
alter table t alter e type numeric(12,4);
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^ Changing the type of `e` rewrites the table, and blocks reads and writes of `t` meanwhile
-- case: another collation has the indexes built again, and no row written
create table t (a text);
create index on t (a);
-- then:
alter table t alter a type text collate "C";
-- case: another collation, and no index
create table t (a text);
-- then:
alter table t alter a type text collate "C";
-- case: with and without a time zone
create table t (a timestamp);
-- then:
alter table t alter a type timestamptz;
--            ^^^^^^^^^^^^^^^^^^^^^^^^ Changing the type of `a` may rewrite the table, and blocks reads and writes of `t` meanwhile
-- case: json and jsonb
create table t (a json);
-- then:
alter table t alter a type jsonb using a::jsonb;
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Changing the type of `a` rewrites the table, and blocks reads and writes of `t` meanwhile
-- case: squawk-like: text to varchar without a length
create table t (a text);
-- then:
alter table t alter a type varchar;
-- case: several, of which one
create table t (a varchar(10), b int);
-- then:
alter table t alter a type varchar(20), alter b type bigint, add column c text;
--                                      ^^^^^^^^^^^^^^^^^^^ Changing the type of `b` rewrites the table, and blocks reads and writes of `t` meanwhile
-- case: what the migration before has changed
create table t (a int);
alter table t alter a type bigint;
-- then:
alter table t alter a type bigint;
-- case: an attribute of a composite type is no column of a table
create type pair as (a int, b int);
-- then:
alter type pair alter attribute a type bigint;
-- case: an enum from text
create table t (a text);
create type mood as enum ('sad');
-- then:
alter table t alter a type mood using a::mood;
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Changing the type of `a` rewrites the table, and blocks reads and writes of `t` meanwhile
