-- case: names and passwords are no attributes
-- given: no transaction
create role "superuser" login password 'superuser';
alter role "superuser" nosuperuser createdb;
drop role "superuser";
-- case: in a DO block, with letters that are no ASCII
do $$ begin
  raise notice 'é'; create role boss with superuser;
--                  ^^^^^^^^^^^ Only a superuser may make another
end $$;
drop role boss;
-- case: extensions
-- given: refused with 0A000
create extension if not exists postgres_fdw;
-- ^^^^^^^^^^^^^ Only a superuser may install `postgres_fdw`
create extension if not exists hstore;
create extension if not exists postgis;
-- case: extensions before PostgreSQL 13
-- given: postgres 12
create extension hstore;
-- ^^^^^^^^^^^^^ Only a superuser may install `hstore` before PostgreSQL 13
-- case: what is published
create table t (id bigint);
-- then:
create publication p for all tables;
-- ^^^^^^^^^^^^^^^ Only a superuser may publish all tables
create publication q for table t;
