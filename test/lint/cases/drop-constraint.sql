-- case: squawk #161: one key in place of another
create table d (id bigint not null, n bigint not null, constraint d_pkey primary key (id));
create unique index i on d (n);
-- then:
ALTER TABLE d DROP CONSTRAINT d_pkey, ADD CONSTRAINT d_pkey PRIMARY KEY USING INDEX i;
-- case: squawk #385: a unique constraint
-- given: no transaction
create table "A" ("é" int constraint "UQ" unique);
-- then:
START TRANSACTION;
ALTER TABLE "A" DROP CONSTRAINT "UQ";
--              ^^^^^^^^^^^^^^^^^^^^ Without `UQ` rows may be equal in `é`
COMMIT;
-- case: a unique index takes its place, or more columns
create table t (a int constraint k unique, b int, c int constraint l unique);
-- then:
alter table t drop constraint k, drop constraint l;
create unique index on t (a) where b > 0;
alter table t add unique (c, b);
-- case: its column goes, or its table
create table t (a int constraint k check (a > 0), b int);
create table u (a int constraint k check (a > 0));
-- then:
alter table t drop constraint k;
alter table t drop column a;
alter table u drop constraint k;
drop table u;
-- case: a foreign key comes back with another action
create table users (id bigint primary key);
create table orders (user_id bigint constraint orders_user_fkey references users);
-- then:
alter table orders drop constraint orders_user_fkey;
alter table orders add constraint orders_user_fkey foreign key (user_id) references users on delete cascade;
-- case: not there, not known, or made by the same migration
create table t (a int);
-- then:
alter table t drop constraint if exists nothing;
alter table t add constraint k check (a > 0);
alter table t drop constraint k;
create table u (a int constraint k check (a > 0));
alter table u drop constraint k;
-- case: a proof that is still needed
create table t (a int constraint k check (a is not null));
-- then:
alter table t drop constraint k;
--            ^^^^^^^^^^^^^^^^^ Without `k` nothing checks `a`
-- case: an exclusion, a primary key, a check of no column
create table t (a int primary key, r int4range, constraint e exclude using gist (r with &&), constraint c check (1 > 0));
-- then:
alter table t drop constraint e;
--            ^^^^^^^^^^^^^^^^^ Without `e` rows may conflict
alter table t drop constraint t_pkey;
--            ^^^^^^^^^^^^^^^^^^^^^^ Without `t_pkey` rows may be equal in `a`
alter table t drop constraint c;
--            ^^^^^^^^^^^^^^^^^ Without `c` nothing checks the rows
-- case: of a table that nobody knows
-- given: refused with 42P01
alter table elsewhere drop constraint "é";
--                    ^^^^^^^^^^^^^^^^^^^ Without `é` `elsewhere` takes rows that it did not take before
-- case: it may come back in another form
-- given: refused with 42P01
alter table elsewhere drop constraint k;
alter table elsewhere add constraint l check (a > 0);
-- case: one of its columns goes
create table t (a int, b int, constraint k check (a > b));
-- then:
alter table t drop constraint k, drop column b;
