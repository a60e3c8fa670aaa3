-- case: bytes are not characters, each kind
create table k (a int, b int, primary key (a, b));
create table "é😀" ("ключ" int, b int, c int, primary key ("ключ", b), constraint f foreign key ("ключ", c) references k, constraint h check ("ключ" > c));
create unique index i on "é😀" (c) where "ключ" > 0;
-- then:
/* é😀 */ alter table "é😀" drop "ключ";
--                          ^^^^^^^^^^^ With `ключ` the primary key `é😀_pkey`, the foreign key `f`, the check `h` and the unique index `i` go as well
-- case: all its columns go, or it is dropped first
create table t (a int, b int, c int, unique (a, b), constraint k unique (b, c));
-- then:
alter table t drop constraint k, drop column a, drop column b;
-- case: another index serves as well
create table t (a int, b int);
create index on t (a, b);
create index on t (a);
-- then:
alter table t drop b;
-- case: of a new table, and included columns
create table t (a int, b int);
create index on t (a) include (b);
-- then:
alter table t drop b;
create table u (a int, b int, unique (a, b));
alter table u drop b;
-- case: an index that begins with the column, or has it in its condition
create table t (a int, b int, c int);
create index i on t (a, b);
create index j on t (b) where a > 0;
-- then:
alter table t drop a;
--            ^^^^^^ With `a` the index `j` goes as well
