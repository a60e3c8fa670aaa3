-- case: squawk #693: not null, and squawk #161
create table account (id bigint not null);
create unique index account_pk_idx on account (id);
create table d (id bigint not null, n bigint not null, constraint d_pkey primary key (id));
create unique index i on d (n);
-- then:
ALTER TABLE account ADD CONSTRAINT account_pk PRIMARY KEY USING INDEX account_pk_idx;
ALTER TABLE d DROP CONSTRAINT d_pkey, ADD CONSTRAINT d_pkey PRIMARY KEY USING INDEX i;
-- case: two columns, of which one may be null, before PostgreSQL 18
-- given: postgres 15
create table "Ü" (a int not null, "é" int);
create unique index i on "Ü" (a, "é");
-- then:
ALTER TABLE "Ü" ADD CONSTRAINT k PRIMARY KEY USING INDEX i;
--              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Proving that `é` has no nulls reads the whole table, and blocks reads and writes of `Ü` meanwhile
-- fixed:
ALTER TABLE "Ü" ADD CONSTRAINT "Ü_é_present" CHECK ("é" IS NOT NULL) NOT VALID;
-- case: a check does not help before PostgreSQL 12
-- given: postgres 11
create table t (a int constraint k check (a is not null));
create unique index i on t (a);
-- then:
alter table t add primary key using index i;
--            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Proving that `a` has no nulls reads the whole table, and blocks reads and writes of `t` meanwhile
-- case: nobody knows what was there before
-- given: refused with 42P01
alter table elsewhere add primary key using index i;
-- case: a new table
create table t (a int);
create unique index i on t (a);
alter table t add primary key using index i;
