import { afterAll, expect, test } from 'vitest';
import { afterScript } from '../../server/core/lint/replay.js';
import { emptyCatalog } from '../../server/core/schema/catalog.js';
import { startParser } from '../../server/edges/parser.js';
import { downText } from '../../server/flows/down.js';
import { scripts } from '../../server/flows/script.js';
import { run, startPostgres } from '../postgres.js';

const parser = startParser();
const { read } = scripts(parser);
afterAll(() => parser.close());

async function downOf(before: string, up: string): Promise<string> {
  return downText(await read(up), afterScript(await read(before), emptyCatalog()), parser);
}

// Left: what was there. Middle: the migration. Right: what takes it back.
test.each([
  ['', 'create table t (id int)', 'DROP TABLE t;\n'],
  ['', 'create table a (id int); create index on a (id); alter table a add column b int; insert into a values (1); create table b (id int)', 'DROP TABLE b;\n\nDROP TABLE a;\n'],
  ['create table t (id int)', 'create table if not exists t (id int)', '-- There is nothing to undo.\n'],
  ['create table t (id int)', 'alter table t add column "Weird ""c" text, add column d int', 'ALTER TABLE t DROP COLUMN d RESTRICT;\n\nALTER TABLE t DROP COLUMN "Weird ""c" RESTRICT;\n'],
  ['create table app.t (id int)', 'create index t_id on app.t (id)', 'DROP INDEX app.t_id;\n'],
  ['create table t (id int)', 'create index concurrently t_id on t (id)', 'DROP INDEX CONCURRENTLY t_id;\n'],
  ['create table t (id int)', 'create index on t (id)', 'DROP INDEX t_id_idx;\n'],
  ['create table t (id int)', 'alter table t add check (id > 0), add constraint k unique (id)', 'ALTER TABLE t DROP CONSTRAINT k RESTRICT;\n\nALTER TABLE t DROP CONSTRAINT t_id_check RESTRICT;\n'],
  ['create table t (a int)', 'alter table t rename column a to b; alter table t rename to u', 'ALTER TABLE u RENAME TO t;\n\nALTER TABLE t RENAME COLUMN b TO a;\n'],
  ['create table t (a int)', 'alter table t alter a set not null', 'ALTER TABLE t ALTER COLUMN a DROP NOT NULL;\n'],
  ['create table t (a int not null)', 'alter table t alter a drop not null', '-- Perhaps: this fails if a null was written to a since.\n-- ALTER TABLE t ALTER COLUMN a SET NOT NULL;\n'],
  ['create table t (a int default 1 + 1)', 'alter table t alter a set default 5', 'ALTER TABLE t ALTER COLUMN a SET DEFAULT 1 + 1;\n'],
  ['create table t (a int)', 'alter table t alter a set default 5', 'ALTER TABLE t ALTER COLUMN a DROP DEFAULT;\n'],
  ['create table "user" (a varchar(10))', 'alter table "user" alter a type varchar(20)', 'ALTER TABLE "user" ALTER COLUMN "a" TYPE varchar(10);\n'],
  ['create table t (a text)', 'alter table t alter a type int using a::int', '-- Cannot be undone: from int there is no sure way back to what a held.\n-- ALTER TABLE t ALTER COLUMN a TYPE text;\n'],
  ['', 'alter table legacy alter a type int', '-- Cannot be undone: the type that a had is not known.\n'],
  ['create table t (a int, b varchar(5) not null default \'x\')', 'alter table t drop column b', "-- Cannot be undone: what the column b held is gone.\n-- ALTER TABLE t ADD COLUMN b varchar(5) DEFAULT 'x' NOT NULL;\n"],
  ['create table t (a int primary key, b text)', 'drop table t', '-- Cannot be undone: table t is dropped, and its rows are gone.\n-- CREATE TABLE t (\n--   a int NOT NULL,\n--   b text,\n--   CONSTRAINT t_pkey PRIMARY KEY (a)\n-- );\n'],
  ['create table t (a int)', 'update t set a = 1', '-- Cannot be undone: nobody knows what the rows were before: update t set a = 1.\n'],
  ['create type mood as enum (\'a\')', "alter type mood add value 'b'", "-- Cannot be undone: Postgres cannot take the value 'b' out of an enum.\n"],
  ['', 'create view v as select 1 as a; create sequence s; create schema x; create type p as (a int); create domain d as int', 'DROP DOMAIN d;\n\nDROP TYPE p;\n\nDROP SCHEMA x;\n\nDROP SEQUENCE s;\n\nDROP VIEW v;\n'],
])('%s | %s', async (before, up, down) => {
  expect(await downOf(before, up)).toBe(down);
});

// Up and down again, on a real server, leave the schema as it was.
test.each([
  ['create table t (id int primary key, a varchar(10) default \'x\', b int not null)', `
    alter table t add column c text not null default 'y', add column d int check (d > 0), add column e bigint references t (id);
    alter table t alter column a set default 'z', alter column b drop default, alter column a type varchar(50);
    create unique index t_a on t (a) where b > 0;
    alter table t add constraint positive check (b > 0) not valid, add unique (b);
    alter table t rename column b to bb;
    alter table t rename to "T U";
    alter table "T U" enable row level security;
    create policy mine on "T U" using (true);
    create policy "Not Mine" on "T U" using (false);
    create table u (id int references "T U" (id));
    create view v as select id from u;
    insert into u select id from "T U";`],
  [`create table t (id int, v int); create function f() returns trigger language plpgsql as 'begin return new; end'`, `
    create trigger tr before insert on t for each row execute function f();
    alter table t disable trigger tr;
    alter trigger tr on t rename to "Tr";
    create materialized view m as select id from t;
    create index on m (id);
    create type mood as enum ('a', 'b');
    alter type mood rename value 'a' to 'c';
    create domain positive as int check (value > 0);
    create sequence s owned by t.id;
    create function g(int) returns int language sql as 'select 1';
    create rule r as on delete to t do instead nothing;
    create statistics st on id, v from t;
    create schema other;
    alter table t set schema other;
    alter index if exists nothing rename to nothing2;`],
  ['create table e (d date, v int) partition by range (d); create table e1 (d date, v int); create type mood as enum (\'a\')', `
    alter table e attach partition e1 for values from ('2026-01-01') to ('2027-01-01');
    create table e2 partition of e for values from ('2027-01-01') to ('2028-01-01');
    create index on e (v);
    alter type mood rename value 'a' to 'b';
    alter type mood rename to feeling;
    alter table e1 set unlogged;`],
  ['create table a (id int primary key); create table b (a_id int, constraint b_a foreign key (a_id) references a (id) on delete cascade, constraint pos check (a_id > 0))', `
    alter table b drop constraint b_a, drop constraint pos;
    alter table a drop constraint a_pkey;`],
])('there and back: %s', async (before, up) => {
  const url = await (await startPostgres()).database();
  await run(url, before);
  const was = await schemaOf(url);
  await run(url, up);
  expect(await schemaOf(url)).not.toEqual(was);
  await run(url, await downOf(before, up));
  expect(await schemaOf(url)).toEqual(was);
});

/** Every object of the user's and its definition, in words that do not depend on when it was made. */
async function schemaOf(url: string): Promise<readonly string[]> {
  const rows = await run(url, `
    with mine as (select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema')
    select format('schema %s', nspname) as line from mine
    union all select format('relation %s.%s %s %s %s', nspname, relname, relkind, relpersistence, relrowsecurity) from pg_class c join mine on mine.oid = relnamespace
    union all select format('column %s.%s %s %s %s %s', nspname, relname, attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid))
      from pg_attribute a join pg_class c on c.oid = attrelid join mine on mine.oid = relnamespace left join pg_attrdef d on d.adrelid = attrelid and adnum = attnum
      where attnum > 0 and not attisdropped
    union all select format('constraint %s %s %s', conname, conrelid::regclass, pg_get_constraintdef(k.oid)) from pg_constraint k join mine on mine.oid = connamespace
    union all select format('index %s', pg_get_indexdef(indexrelid)) from pg_index join pg_class c on c.oid = indexrelid join mine on mine.oid = relnamespace
    union all select format('view %s.%s %s', nspname, relname, pg_get_viewdef(c.oid)) from pg_class c join mine on mine.oid = relnamespace where relkind in ('v', 'm')
    union all select format('trigger %s %s', pg_get_triggerdef(t.oid), tgenabled) from pg_trigger t where not tgisinternal
    union all select format('rule %s', pg_get_ruledef(r.oid)) from pg_rewrite r join pg_class c on c.oid = ev_class join mine on mine.oid = relnamespace
    union all select format('policy %s %s', polname, polrelid::regclass) from pg_policy
    union all select format('type %s.%s %s %s', nspname, typname, typtype, (select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum where enumtypid = t.oid))
      from pg_type t join mine on mine.oid = typnamespace
    union all select format('function %s', p.oid::regprocedure) from pg_proc p join mine on mine.oid = pronamespace
    union all select format('statistics %s', stxname) from pg_statistic_ext
    union all select format('inherits %s %s', inhrelid::regclass, inhparent::regclass) from pg_inherits
    order by 1`);
  return rows.map(it => String(it['line']));
}
