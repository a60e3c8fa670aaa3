-- case: squawk #693: with an index that is there
create table account (id bigint not null);
create unique index account_pk_idx on account (id);
-- then:
ALTER TABLE account ADD CONSTRAINT account_pk PRIMARY KEY USING INDEX account_pk_idx;
-- case: a new column with a default
create table t (a int);
-- then:
alter table t add column id int default 1 primary key;
--                                        ^^^^^^^^^^^ Building the index for the primary key blocks reads and writes of `t` until it is done
-- case: a serial column rewrites the table, and one without a default fails: other rules say so
create table t (a int);
create table u (a int);
-- then:
alter table t add column id bigserial primary key;
alter table u add column id int primary key;
-- case: of several columns, with a name
-- given: no transaction
create table "Ü" (a int not null, "é" int not null);
-- then:
ALTER TABLE ONLY "Ü" ADD CONSTRAINT "Ü pkey" PRIMARY KEY (a, "é");
--                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Building the index for the primary key blocks reads and writes of `Ü` until it is done
-- fixed:
CREATE UNIQUE INDEX CONCURRENTLY "Ü pkey" ON "Ü" (a, "é");
ALTER TABLE ONLY "Ü" ADD CONSTRAINT "Ü pkey" PRIMARY KEY USING INDEX "Ü pkey";
