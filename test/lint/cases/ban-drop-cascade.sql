-- case: several with one CASCADE, and a policy of another table
create schema app;
create table app.a (id int primary key);
create table app.b (a_id int references app.a);
create view app.v as select id from app.a;
-- then:
drop table if exists app.a, app.b cascade;
--                                ^^^^^^^ Dropping `app.a` and `app.b` also drops `app.v`
-- case: a new table, and a function
create function f() returns int language sql as 'select 1';
-- then:
create table t (id int primary key);
create view v as select id from t;
drop table t cascade;
drop function f() cascade;
