-- case: bytes are not characters: 32 Cyrillic letters are 64 bytes
create table "ключключключключключключключключ" (a int);
--           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Postgres keeps 63 of these 64 bytes: the name is `ключключключключключключключклю`
create table "цлючключключключключключключклю" (a int);
-- fixed:
create table "ключключключключключключключклю" (a int);
create table "цлючключключключключключключклю" (a int);
-- case: squawk #1102: 63 bytes are enough, whatever the statement
create table aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (a int);
create table baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab (a int);
--           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Postgres keeps 63 of these 64 bytes: the name is `baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`
drop table baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab;
-- fixed:
create table aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (a int);
create table baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (a int);
drop table baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab;
-- case: in quotes, with quotes inside, and told once
create table t (a int);
-- then:
alter table t add constraint "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA""AAAAAAAA" check (a > 0);
--                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Postgres keeps 63 of these 66 bytes: the name is `AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"AAAAA`
alter table t rename constraint "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA""AAAAAAA" to k;
-- fixed:
alter table t add constraint "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA""AAAAA" check (a > 0);
alter table t rename constraint "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA""AAAAAAA" to k;
-- case: comments, strings and bodies are no names
create function f() returns text language sql as 'select ''aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa''';
create table t (a int /* aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa */);
-- case: the old name in a new one
create table t (a int);
create index a_name_of_an_index_that_is_longer_than_sixty_three_bytes_as_some_are on t (a);
-- then:
alter index a_name_of_an_index_that_is_longer_than_sixty_three_bytes_as_some_are rename to short;
alter index short rename to another_name_of_an_index_that_is_longer_than_sixty_three_bytes_is;
--                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Postgres keeps 63 of these 65 bytes: the name is `another_name_of_an_index_that_is_longer_than_sixty_three_bytes_`
-- fixed:
alter index a_name_of_an_index_that_is_longer_than_sixty_three_bytes_as_some_are rename to short;
alter index short rename to another_name_of_an_index_that_is_longer_than_sixty_three_bytes_;
