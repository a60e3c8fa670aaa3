-- case: bytes are not characters, and it is one already
-- given: refused with 55000
create table t ("é😀" int generated always as identity);
-- then:
/* é😀 */ alter table t alter "é😀" add generated always as identity;
--                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Postgres does not make `é😀` of `t` an identity: it is one already
-- case: no integer
-- given: refused with 22023
create table t (a text not null);
-- then:
alter table t alter a add generated always as identity;
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Postgres does not make `a` of `t` an identity: it is no integer
-- case: its type is changed in the same statement, its sequence was dropped, it was computed
create table t (a text not null);
create table u (a serial);
drop sequence u_a_seq cascade;
create table v (a int not null, b int not null generated always as (a) stored);
-- then:
alter table t alter a type int using a::int, alter a add generated always as identity;
alter table u alter a add generated always as identity;
alter table v alter b drop expression;
alter table v alter b add generated always as identity;
