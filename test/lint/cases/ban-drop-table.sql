-- case: several, with their schema
create schema app;
create table app.a (id int);
create table b (id int);
-- then:
drop table if exists app.a, b cascade;
--                   ^^^^^ Dropping `app.a` loses its data, and breaks applications that still use it
--                          ^ Dropping `b` loses its data, and breaks applications that still use it
-- case: squawk #152: what nobody has made cannot be lost
drop table if exists some_table;
create table some_table (id int);
-- case: migrationpilot p36: a temporary table
create temp table t (id int) on commit drop;
drop table t;
-- case: a new table in place of an old one
create table users (id int);
-- then:
create table users_new (id bigint);
alter table users rename to users_old;
alter table users_new rename to users;
drop table users_old;
--         ^^^^^^^^^ Dropping `users_old` loses its data, and breaks applications that still use it
-- case: views, types and indexes hold no data
create table t (id int);
create index i on t (id);
create view v as select id from t;
create type mood as enum ('sad');
-- then:
drop view v;
drop index i;
drop type mood;
-- case: a table that no migration has made
-- given: refused with 42P01
drop table legacy;
--         ^^^^^^ Dropping `legacy` loses its data, and breaks applications that still use it
