-- case: squawk #388: a constant
create table example (id bigint);
-- then:
ALTER TABLE example ADD COLUMN foo boolean default false;
-- case: squawk #652: an array, an interval, a key word
create table t (id bigint);
-- then:
ALTER TABLE t ADD COLUMN c text[] DEFAULT array[]::text[];
ALTER TABLE t ADD COLUMN d timestamptz DEFAULT now() - interval '100 years';
ALTER TABLE t ADD COLUMN e timestamptz DEFAULT current_timestamp;
-- case: squawk #396: a generated column has no default
create table t (bar1 numeric, baz numeric);
-- then:
ALTER TABLE t ADD COLUMN bar numeric GENERATED ALWAYS AS (bar1 + baz) STORED NOT NULL;
-- case: expressions that are not volatile
create table t (id bigint);
-- then:
alter table t
  add column a int default (1),
  add column b int default -1,
  add column c date default current_date,
  add column d text default current_user,
  add column e text default md5('abc'),
  add column f int default length('abc'),
  add column g text default coalesce(null, 'x'),
  add column h int default case when true then 1 else 2 end,
  add column i jsonb default '{}'::jsonb,
  add column j text default null,
  add column k text default upper('x') || lower('Y'),
  add column l timestamptz default date_trunc('day', now());
-- case: volatile ones, however deep
create table t (id bigint);
-- then:
alter table t add column a float8[] default array[random()];
--                                          ^^^^^^^^^^^^^^^ The default of `a` rewrites the table, and blocks reads and writes of `t` meanwhile
alter table t add column b text default upper(gen_random_uuid()::text);
--                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The default of `b` rewrites the table, and blocks reads and writes of `t` meanwhile
alter table t add column c timestamptz default clock_timestamp();
--                                             ^^^^^^^^^^^^^^^^^ The default of `c` rewrites the table, and blocks reads and writes of `t` meanwhile
-- fixed:
alter table t add column a float8[], alter column a set default array[random()];
alter table t add column b text, alter column b set default upper(gen_random_uuid()::text);
alter table t add column c timestamptz, alter column c set default clock_timestamp();
-- case: PostgreSQL 11 is the first that stores a default
-- given: postgres 11
create table t (id bigint);
-- then:
alter table t add column a int default 1;
alter table t add column b uuid default gen_random_uuid();
--                                      ^^^^^^^^^^^^^^^^^ The default of `b` rewrites the table, and blocks reads and writes of `t` meanwhile
-- fixed:
alter table t add column a int default 1;
alter table t add column b uuid, alter column b set default gen_random_uuid();
-- case: a sequence
create table t (id bigint);
create sequence numbers;
-- then:
alter table t add column a bigint default nextval('numbers');
--                                        ^^^^^^^^^^^^^^^^^^ The default of `a` rewrites the table, and blocks reads and writes of `t` meanwhile
-- fixed:
alter table t add column a bigint, alter column a set default nextval('numbers');
-- case: functions that earlier migrations have made
create table t (id bigint);
create function fixed() returns int immutable language sql as 'select 1';
create function steady() returns int stable language sql as 'select 1';
create function moody() returns int language sql as 'select 1';
-- then:
alter table t add column a int default fixed(), add column b int default steady();
alter table t add column c int default moody();
--                                     ^^^^^^^ The default of `c` may rewrite the table, and blocks reads and writes of `t` meanwhile
-- fixed:
alter table t add column a int default fixed(), add column b int default steady();
alter table t add column c int, alter column c set default moody();
-- case: the column is there already
create table t (id bigint, token uuid);
-- then:
alter table t add column if not exists token uuid default gen_random_uuid();
-- case: one of several columns
create table t (id bigint);
-- then:
alter table t add column a int default 1, add column b float8 default random(), add column c text;
--                                                                    ^^^^^^^^ The default of `b` rewrites the table, and blocks reads and writes of `t` meanwhile
-- fixed:
alter table t add column a int default 1, add column b float8, alter column b set default random(), add column c text;
-- case: bytes are not characters
create table "tëst😀" (id bigint);
-- then:
/* é😀 */ alter table "tëst😀" add column a float8 default random();
--                                                         ^^^^^^^^ The default of `a` rewrites the table, and blocks reads and writes of `tëst😀` meanwhile
-- fixed:
/* é😀 */ alter table "tëst😀" add column a float8, alter column a set default random();
