-- case: squawk #407: as large as what it refers to, also where it is said later
create table foo (id int primary key);
-- then:
CREATE TABLE bar (foo_id INTEGER NOT NULL, other int, FOREIGN KEY(foo_id) REFERENCES foo(id));
alter table bar add constraint k foreign key (other) references foo (id);
-- case: another type, in the author's case
create table t (a smallint);
-- then:
ALTER TABLE t ALTER COLUMN a TYPE INT;
--                                ^^^ `a` holds no number above 2,147,483,647
-- fixed:
ALTER TABLE t ALTER COLUMN a TYPE BIGINT;
-- case: bytes are not characters
create table "é😀" (/* é */ "ä" int, b serial);
--                              ^^^ `ä` holds no number above 2,147,483,647
--                                     ^^^^^^ `b` holds no number above 2,147,483,647
-- fixed:
create table "é😀" (/* é */ "ä" bigint, b bigserial);
-- case: temporary
create temp table t (a int);
