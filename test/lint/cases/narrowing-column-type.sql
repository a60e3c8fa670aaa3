-- case: bytes are not characters
create table "é😀" ("ключ" text);
-- then:
/* é😀 */ alter table "é😀" alter "ключ" type varchar(20);
--                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ A value of `ключ` longer than 20 characters makes this fail
-- case: numbers
create table t (a bigint, b numeric(12, 2), c numeric, d double precision, e int, f numeric(10), g numeric(6, 0));
-- then:
alter table t alter a type smallint, alter b type numeric(10, 2), alter c type int, alter d type real;
--            ^^^^^^^^^^^^^^^^^^^^^ A value of `a` beyond 32,767 makes this fail
--                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ A value of `b` with more than 8 digits before the point makes this fail
--                                                                ^^^^^^^^^^^^^^^^ Fractions of `c` are rounded away
--                                                                                  ^^^^^^^^^^^^^^^^^ Digits of `d` beyond the sixth are lost
alter table t alter e type numeric(8), alter f type int, alter b type numeric(12, 1);
--            ^^^^^^^^^^^^^^^^^^^^^^^ A value of `e` with more than 8 digits before the point makes this fail
--                                     ^^^^^^^^^^^^^^^^ A value of `f` beyond 2,147,483,647 makes this fail
--                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Digits of `b` beyond 1 behind the point are rounded away
alter table t alter g type int;
-- case: texts and bits
create table t (a varchar(50), b varbit(8), c varchar, d char(5));
-- then:
alter table t alter a type varchar(20) using a::varchar(20), alter b type varbit(4), alter c type char(10), alter d type varchar(3);
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Characters of `a` beyond 20 are cut off
--                                                           ^^^^^^^^^^^^^^^^^^^^^^ A value of `b` longer than 4 bits makes this fail
--                                                                                   ^^^^^^^^^^^^^^^^^^^^^ A value of `c` longer than 10 characters makes this fail
--                                                                                                          ^^^^^^^^^^^^^^^^^^^^^^^ A value of `d` longer than 3 characters makes this fail
alter table t alter c type text using substr(c, 1, 3);
-- case: times
create table t (a timestamptz, b timestamp, c time, d timestamp(3));
-- then:
alter table t alter a type timestamptz(0), alter b type date using b::date, alter c type time(3), alter d type timestamp(6);
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Fractions of a second of `a` are rounded away
--                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The time of day of `b` is lost
--                                                                          ^^^^^^^^^^^^^^^^^^^^ Fractions of a second of `c` beyond 3 digits are rounded away
alter table t alter a type timestamp, alter d type timestamptz using d at time zone 'UTC';
-- case: larger, other, new, empty
create table t (a int, b text, c date, d jsonb, e bigint);
-- then:
alter table t alter a type bigint, alter c type timestamp, alter d type text;
alter table t add column f bigint;
alter table t alter f type int;
truncate t;
alter table t alter e type int;
-- case: a check holds already
create table t (a bigint constraint small check (a between 0 and 100));
-- then:
alter table t alter a type int;
-- case: a domain
create domain short as varchar(10);
create table t (a varchar(20));
-- then:
alter table t alter a type short;
--            ^^^^^^^^^^^^^^^^^^ A value of `a` longer than 10 characters makes this fail
-- case: a column that no migration has made
-- given: refused with 42P01
alter table legacy alter a type int;
-- case: rows that were in the way are deleted, another column is filled
create table t (a bigint, b bigint);
-- then:
update t set b = 1;
alter table t alter a type int;
--            ^^^^^^^^^^^^^^^^ A value of `a` beyond 2,147,483,647 makes this fail
delete from t where a > 100;
alter table t alter b type int;
-- case: strong_migrations #174: text and citext
create extension citext;
create table t (a text, b citext, c numeric(5, 2));
-- then:
alter table t alter a type citext, alter b type text, alter c type numeric(3, 2);
--                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ A value of `c` with more than 1 digit before the point makes this fail
