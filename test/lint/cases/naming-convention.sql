-- case: a name that would be too long is shortened somehow
-- given: settings { "indexes": "^{table}_{columns}_idx$" }
create table xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy int, a int);
-- then:
create index short_y_idx on xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy);
create index xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_a_idx on xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (a);
create index short_id on xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy);
--           ^^^^^^^^ `short_id` is no name for an index here: it does not fit `^{table}_{columns}_idx$`
-- case: a unique index follows the others, unless it has a pattern of its own
-- given: settings { "indexes": "^ix_", "uniqueIndexes": "^ux_" }
create table t (a int);
-- then:
create unique index ix_a on t (a);
--                  ^^^^ `ix_a` is no name for a unique index here: it does not fit `^ux_`
-- case: new names only
-- given: settings { "tables": "^[a-zé]+$", "columns": "^[a-z]+$", "indexes": "^ix_", "checks": "^{table}_{columns}_check$", "functions": "^fn_", "views": "_view$", "triggers": "^{table}_", "types": "^t_" }
create table "Old" ("Id" int, a int constraint "C" check (a > 0)); create index foo on "Old" (a); create function "F"() returns trigger language plpgsql as 'begin return new; end'; create view "V" as select 1 as a;
-- then:
create table if not exists "Old" ("Id2" int);
create or replace function "F"() returns trigger language plpgsql as 'begin return null; end';
create or replace view "V" as select 2 as a;
alter table "Old" add column if not exists "Id" int;
create index if not exists foo on "Old" (a);
alter table "Old" rename to café;
alter table café rename "Id" to id;
alter table café rename constraint "C" to café_a_check;
alter index foo rename to bar;
-- ^^^^^^^^ `bar` is no name for an index here: it does not fit `^ix_`
alter view "V" rename to "W";
-- ^^^^^^^ `W` is no name for a view here: it does not fit `_view$`
create trigger t before insert on café for each row execute function "F"();
-- ^^^^^^^^^^^ `t` is no name for a trigger here: it does not fit `^café_`
create type mood as enum ('sad');
--          ^^^^ `mood` is no name for a type here: it does not fit `^t_`
create domain t_positive as int check (value > 0);
-- case: an exclusion, a primary key, a foreign key, a schema with what is in it
-- given: settings { "schemas": "^s_", "tables": "^t_", "exclusions": "_excl$", "primaryKeys": "^pk_{table}$", "foreignKeys": "^fk_{table}_{referenced}$", "uniques": "^uq_", "longest": 20 }
create schema other create table users (id int constraint pk_users primary key, b int constraint self references users, constraint twice exclude using btree (b with =), constraint u unique (b));
-- ^^^^^^^^^^ `other` is no name for a schema here: it does not fit `^s_`
--                               ^^^^^ `users` is no name for a table here: it does not fit `^t_`
--                                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `self` is no name for a foreign key here: it does not fit `^fk_users_users$`
--                                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `twice` is no name for an exclusion constraint here: it does not fit `_excl$`
--                                                                                                                                                                       ^^^^^^^^^^^^^^^^^^^^^^^ `u` is no name for a unique constraint here: it does not fit `^uq_`
create schema s_a create table t_a (id int constraint pk_t_a primary key, b int constraint fk_t_a_t_a references t_a, constraint b_excl exclude using btree (b with =), constraint uq_abcdefghijklmnopqrstu unique (b));
--                                                                                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `uq_abcdefghijklmnopqrstu` has 24 bytes, and names here have 20 at most
