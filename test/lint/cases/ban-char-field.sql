-- case: bpchar, an array, a change of type
create table t (a bpchar, b char(2)[], c text);
--                ^^^^^^ `bpchar` takes the blanks at the end of `a` for nothing
--                          ^^^^^^^^^ `char(2)` pads every value of `b` with blanks
alter table t alter c type char(5);
--                         ^^^^^^^ `char(5)` pads every value of `c` with blanks
-- fixed:
create table t (a text, b varchar(2)[], c text);
alter table t alter c type varchar(5);
-- case: squawk #619, #620: `"char"` is another type
create table t (a "char" not null, b pg_catalog."char");
-- case: bytes are not characters
create table "é😀" (/* é */ "ä" char(2) default 'é');
--                              ^^^^^^^ `char(2)` pads every value of `ä` with blanks
-- fixed:
create table "é😀" (/* é */ "ä" varchar(2) default 'é');
-- case: temporary, a cast, an argument of a function
create temp table t (a char(2));
create table u as select 'x'::char(2) as a;
create function f(a char(2)) returns text language sql as 'select a';
-- case: in the author's case
CREATE TABLE t (a NATIONAL CHARACTER(3), b CHAR (3));
--                ^^^^^^^^^^^^^^^^^^^^^ `char(3)` pads every value of `a` with blanks
--                                         ^^^^^^^^ `char(3)` pads every value of `b` with blanks
-- fixed:
CREATE TABLE t (a VARCHAR(3), b VARCHAR(3));
-- case: its own type of the same name
create schema s;
create domain s.bpchar as text;
create table t (a s.bpchar);
-- case: what it refers to is of the type
create table a (id char(26) primary key);
-- then:
create table b (a_id char(26) references a, c_id char(26));
--                                               ^^^^^^^^ `char(26)` pads every value of `c_id` with blanks
-- fixed:
create table b (a_id char(26) references a, c_id varchar(26));
