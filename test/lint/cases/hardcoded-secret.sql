-- case: letters that are no ASCII before it, in whatever form
create role "é" with login encrypted password $$geheim$$ valid until '2030-01-01';
--                                            ^^^^^^^^^^ This password can be read by everybody who can read the migration
alter user "é" password E'geheim';
--                      ^^^^^^^^^ This password can be read by everybody who can read the migration
drop role "é";
-- case: MD5 is as good as the password
create role a password 'md5d8578edf8458ce06fbc5bb76a58c5ca4';
--                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This password can be read by everybody who can read the migration
drop role a;
-- case: of a server and a mapping
create extension if not exists postgres_fdw;
create server s foreign data wrapper postgres_fdw options (host 'h');
create user mapping for current_user server s options (user 'a', password 'b');
--                                                                        ^^^ This password can be read by everybody who can read the migration
-- case: of a connection
-- given: no transaction
create subscription s connection 'host=h user=u password=x' publication p with (connect = false);
--                               ^^^^^^^^^^^^^^^^^^^^^^^^^^ This password can be read by everybody who can read the migration
alter subscription s connection 'host=h user=u';
alter subscription s set (slot_name = none);
drop subscription s;
-- case: placeholders, and the word alone
create role a password ':secret';
alter role a password '<generated>';
drop role a;
create table t (password text default 'x');
comment on column t.password is 'password';
-- case: in a DO block
do $$ begin
  create role a password 'x';
--                       ^^^ This password can be read by everybody who can read the migration
end $$;
drop role a;
