-- case: squawk #693: a primary key with an index that is there
create table account (id bigint not null);
create unique index account_pk_idx on account (id);
-- then:
ALTER TABLE account ADD CONSTRAINT account_pk PRIMARY KEY USING INDEX account_pk_idx;
-- case: squawk #161: one primary key in place of another
create table d (id bigint not null, n bigint not null, constraint d_pkey primary key (id));
create unique index i on d (n);
-- then:
ALTER TABLE d DROP CONSTRAINT d_pkey, ADD CONSTRAINT d_pkey PRIMARY KEY USING INDEX i;
-- case: squawk #259: two transactions use one name
-- given: no transaction
create table a (n int);
create table b (n int);
-- then:
begin;
alter table a add constraint positive check (n > 0) not valid;
commit;
begin;
alter table b add constraint positive check (n > 0) not valid;
commit;
-- case: a unique constraint and a foreign key are other rules' matter
create table users (id bigint primary key);
create table orders (id bigint, user_id bigint);
-- then:
alter table orders add unique (id), add foreign key (user_id) references users (id);
-- case: a check without a name
create table t (n int);
-- then:
alter table t add check (n > 0);
--                ^^^^^^^^^^^^^ Proving this check reads the whole table, and blocks reads and writes of `t` meanwhile
-- fixed:
alter table t add check (n > 0) not valid;
-- case: a check on a new column
create table t (id bigint);
-- then:
alter table t add column n int default 1 check (n > 0), add column m int;
--                                       ^^^^^^^^^^^^^ Proving this check reads the whole table, and blocks reads and writes of `t` meanwhile
-- fixed:
alter table t add column n int default 1, add check (n > 0) not valid, add column m int;
-- case: the table is written anew anyhow, and the check with it
create table t (id bigint);
-- then:
alter table t add column n float8 default random() check (n >= 0);
-- case: NOT ENFORCED is never proved
-- given: postgres 18
create table t (n int);
-- then:
alter table t add constraint positive check (n > 0) not enforced;
-- case: a domain's check is another rule's matter
create domain positive as int;
-- then:
alter domain positive add constraint more check (value > 0);
-- case: a temporary table
create temp table t (n int);
alter table t add check (n > 0);
-- case: with and without the schema
create table public.t (n int);
alter table t add check (n > 0);
