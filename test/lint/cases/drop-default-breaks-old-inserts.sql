-- case: in one statement, and a table of the same migration
create table users (id int);
-- then:
alter table users add column name text not null default '', add column level int not null default 1;
alter table users alter column level drop not null, alter column name drop default, alter column level drop default;
--                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Without its default, `name` makes every `INSERT` fail that leaves it out
create table roles (name text not null default '');
alter table roles alter column name drop default;
-- case: the column goes as well, or becomes an identity
create table users (name text);
-- then:
alter table users add column id int not null default 1, add column other text not null default '';
alter table users alter column id drop default;
alter table users alter column other drop default, drop column other;
alter table users alter column id add generated always as identity;
-- case: Django: a column with a default for the old rows
-- given: no transaction
create table users (id int);
-- then:
BEGIN;
ALTER TABLE "users" ADD COLUMN "surname" varchar(100) DEFAULT '' NOT NULL;
ALTER TABLE "users" ALTER COLUMN "surname" DROP DEFAULT;
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Without its default, `surname` makes every `INSERT` fail that leaves it out
COMMIT;
