-- case: bytes are not characters
create table "é😀" (a int constraint "ключ" primary key);
-- then:
/* é😀 */ alter table "é😀" drop constraint if exists "ключ";
--                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Without its primary key, every `UPDATE` and `DELETE` on `é😀` fails as long as it is published
-- case: another constraint, a new table, a key that comes back
create table t (a int primary key, b int unique);
-- then:
create table u (a int primary key);
alter table u drop constraint u_pkey;
alter table t drop constraint t_b_key;
alter table t drop constraint t_pkey;
alter table t add column id bigint generated always as identity primary key;
-- case: the table goes, or its rows are known by an index
create table t (a int primary key);
create table u (a int primary key, b int not null unique);
-- then:
alter table t drop constraint t_pkey;
drop table t;
alter table u replica identity using index u_b_key;
alter table u drop constraint u_pkey;
