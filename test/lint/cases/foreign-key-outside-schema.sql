-- case: the search path says which
create schema "é";
create table users (id bigint primary key);
-- then:
set local search_path to "é", public;
create table t (user_id bigint references users);
--                             ^^^^^^^^^^^^^^^^ `t` is in `é`, and refers to a table in `public`
create table u (id bigint primary key, t_id bigint references u);
