-- case: in the author's case, with quotes
CREATE TABLE IF NOT EXISTS public."Ü é" ("n" text);
--                         ^^^^^^^^^^^^ `public.Ü é` has no primary key
-- fixed:
CREATE TABLE IF NOT EXISTS public."Ü é" (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "n" text);
-- case: with LIKE, with and without the indexes
create table s (a int primary key);
-- then:
create table t (like s);
--           ^ `t` has no primary key
create table u (like s including all);
-- case: a copy, a foreign table, a typed one, a child, an unlogged one
create type pair as (a int, b int);
create table p (a int primary key);
-- then:
create table c as select 1 as a;
create table t of pair;
create table k (b int) inherits (p);
create unlogged table w (a int);
--                    ^ `w` has no primary key
-- fixed:
create table c as select 1 as a;
create table t of pair;
create table k (b int) inherits (p);
create unlogged table w (id bigint generated always as identity primary key, a int);
-- case: partitioned by what it is
create table t (a int, b int) partition by list (a);
--           ^ `t` has no primary key
-- case: dropped again
create table t (a int);
drop table t;
-- case: the key comes with an index
create table t (a int not null);
create unique index i on t (a);
alter table t add primary key using index i;
-- case: unique and not null: another rule says so
create table t (a int not null unique);
-- case: unique, but it may be null
create table t (a int unique);
--           ^ `t` has no primary key
-- fixed:
create table t (id bigint generated always as identity primary key, a int unique);
-- case: it is there already
create table t (a int);
-- then:
create table if not exists t (a int);
-- case: no column at all
create table t ();
--           ^ `t` has no primary key
-- case: a column of comments and commas
create table t ( /* é😀 */ a text default ',)' -- x
--           ^ `t` has no primary key
);
-- fixed:
create table t ( /* é😀 */ id bigint generated always as identity primary key, a text default ',)' -- x
);
-- case: three columns, of which two refer
create table a (id bigint primary key);
-- then:
create table t (x bigint references a, y bigint references a, at date);
--           ^ `t` has no primary key
-- fixed:
create table t (id bigint generated always as identity primary key, x bigint references a, y bigint references a, at date);
-- case: a unique index over what is never null does as well
create table "_AToB" ("A" int not null, "B" int not null);
create unique index "_AToB_AB_unique" on "_AToB" ("A", "B");
create table t (a int not null);
--           ^ `t` has no primary key
create unique index on t (a) where a > 0;
-- fixed:
create table "_AToB" ("A" int not null, "B" int not null);
create unique index "_AToB_AB_unique" on "_AToB" ("A", "B");
create table t (id bigint generated always as identity primary key, a int not null);
create unique index on t (a) where a > 0;
-- case: a partition by now, whose key is the parent's matter
create table t (a int) partition by list (a);
--           ^ `t` has no primary key
create table t1 (a int);
alter table t attach partition t1 for values in (1);
