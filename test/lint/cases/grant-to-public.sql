-- case: everything in a schema, and letters that are no ASCII
create schema "é";
create table "é"."ü" (id bigint);
-- then:
grant all on all tables in schema "é" to public;
-- ^^ Everybody who can connect gets all privileges on all tables in `é`
grant select (id) on "é"."ü" to pg_monitor, PUBLIC;
-- ^^ Everybody who can connect gets SELECT on `é.ü`
grant create, usage on schema "é" to public;
-- ^^ Everybody who can connect gets CREATE and USAGE on `é`
-- case: taken away
create table t (id bigint);
-- then:
revoke all on t from public;
grant pg_monitor to current_user;
alter default privileges revoke execute on functions from public;
