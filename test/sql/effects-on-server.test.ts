import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyCatalog, type Catalog } from '../../server/core/schema/catalog.js';
import { effectsOf } from '../../server/core/sql/effects.js';
import { LOCKS, stronger, type Lock } from '../../server/core/sql/locks.js';
import { split } from '../../server/core/sql/split.js';
import type { Statement } from '../../server/core/sql/statement.js';
import { builtInVolatility } from '../../server/core/sql/volatility/built-in.js';
import { startParser } from '../../server/edges/parser.js';
import { startPostgres } from '../postgres.js';

const parser = startParser();
const server: { client?: pg.Client; catalog?: Catalog } = {};

beforeAll(async () => {
  const client = new pg.Client({ connectionString: await (await startPostgres()).database() });
  await client.connect();
  // A worker's scans would be counted in another session.
  await client.query('set max_parallel_workers_per_gather = 0; set max_parallel_maintenance_workers = 0');
  const script = readFileSync('test/sql/effects-schema.sql', 'utf8');
  await client.query(script);
  server.client = client;
  server.catalog = (await read(script)).reduce((catalog, it) => catalog.after(it), emptyCatalog());
});
afterAll(async () => {
  await server.client?.end();
  await parser.close();
});

// Each runs in a transaction on the embedded Postgres; what it locks, writes anew, reads and builds there must be what we say.
test.each([
  // Several actions at once, the strongest of them for all.
  `alter table app.users add column x int, add column y text default 'a', drop column age cascade`,
  `alter table "Weird Table" alter column "Col" set not null, alter column id drop identity`,
  `alter table plain add column z int unique, add column y int default 3 check (y > 1)`,
  `alter table base alter v set statistics 10`,
  `alter table multi alter id set not null`,
  `alter table multi alter a set not null, alter b set not null`,
  // DO blocks: all that they run.
  `do $$ begin alter table app.users add column x int default 1; update multi set a = 1; alter table multi add column y uuid default gen_random_uuid(); end $$`,
  `do $$ declare n int; begin create table made (id int primary key, b int); insert into made values (1); create index on made (b); select count(*) into n from multi; end $$`,
  `do $$ begin for i in 1..2 loop execute 'alter table multi add column c' || i || ' int'; end loop; execute 'alter table multi alter a set not null'; end $$`,
  // Proofs.
  `alter table teams alter name set not null`,
  `alter table teams alter name set not null, alter owner set not null`,
  `alter table multi add primary key using index multi_ab`,
  `alter table multi add constraint u unique using index multi_ab`,
  // Types, domains, collations.
  `alter table app.users alter email type varchar(100)`,
  `alter table app.users alter email type varchar(100) using email::varchar(60)`,
  `alter table app.users alter email type text using email::varchar(10)`,
  `alter table app.users alter name type varchar(10)`,
  `alter table app.users alter name type varchar`,
  `alter table app.users alter note type text`,
  `alter table app.users alter note type varchar(30) collate "C"`,
  `alter table app.users alter score type numeric(12, 2), alter created type timestamp(6)`,
  `alter table app.users alter score type numeric(8, 2)`,
  `alter table app.users alter created type timestamp(3)`,
  `alter table app.users alter created type timestamptz`,
  `alter table app.users alter created type timestamptz(3) using created::timestamptz`,
  `alter table app.users alter created type date`,
  `alter table app.users alter span type interval(6)`,
  `alter table app.users alter span type interval day to second`,
  `alter table app.users alter span type interval year to month`,
  `alter table app.users alter clock type time(4)`,
  `alter table app.users alter clock type time(1)`,
  `alter table app.users alter tags type varchar(20)[]`,
  `alter table app.users alter tags type varchar[]`,
  `alter table app.users alter bits type varbit`,
  `alter table app.users alter vbits type varbit(8)`,
  `alter table app.users alter code type char(10)`,
  `alter table app.users alter code type bpchar`,
  `alter table app.users alter net type inet`,
  `alter table app.users alter name type text using name::text`,
  `alter table app.users alter name type text using email`,
  `alter table typed alter q type anyint`,
  `alter table typed alter q type positive`,
  `alter table typed alter p type int`,
  `alter table typed alter s type varchar(40)`,
  `alter table typed add column z positive`,
  `alter table typed add column z anyint default 3`,
  `alter domain anyint set not null`,
  `alter domain positive drop constraint positive_check`,
  // Defaults.
  `alter table plain add column z int default tick()`,
  `alter table plain add column z int default tock()`,
  `alter table plain set tablespace pg_default`,
  `alter table plain add column z timestamptz default now() - interval '1 day' not null`,
  `alter table plain add column z float8[] default array[random()]`,
  `alter table plain add column z text default case when true then clock_timestamp()::text else 'a' end`,
  `alter table plain add column z bigint default nextval('counter')`,
  `alter table plain add column z int default null::int check (z > 0)`,
  `alter table plain add column z serial primary key`,
  `alter table computed add column z int generated always as (id * 3) stored`,
  `alter table computed add column z int generated always as (id * 3) virtual check (z > 0)`,
  `alter table computed alter s set expression as (id * 4)`,
  `alter table computed alter w set expression as (id * 4)`,
  // Foreign keys, between schemas, to itself, of what is partitioned.
  `alter table plain add column z bigint references app.users`,
  `alter table plain add column z bigint references app.users, add constraint k foreign key (b) references app.users (id)`,
  `alter table plain add column z bigint default 1 references app.users not null`,
  `alter table node add constraint k foreign key (parent) references node`,
  `alter table node alter id type bigint`,
  `alter table teams alter owner type int`,
  `alter table refd alter k type varchar`,
  `alter table refer alter k type varchar(20)`,
  `alter table teams drop column id cascade`,
  `alter table teams drop constraint teams_owner_fkey`,
  `alter table teams alter constraint teams_owner_fkey not enforced`,
  `create table t (id int references teams, u bigint references app.users)`,
  `drop table teams cascade`,
  `drop table app.users cascade`,
  `drop table tenants_1`,
  `drop schema app cascade`,
  `truncate only teams, "Weird Table" restart identity`,
  `insert into teams (owner, name) values (1, 'x')`,
  `delete from plain where false`,
  // Partitions of partitions, default partitions, inheritance.
  `alter table part add column z int default tick()`,
  `alter table part alter cust set not null`,
  `alter table part alter d set not null`,
  `alter table part add unique (id, d, v)`,
  `alter table part add foreign key (cust) references node (id)`,
  `alter table part attach partition part_28 for values from ('2028-01-01') to ('2029-01-01')`,
  `alter table part attach partition part_29 for values from ('2029-01-01') to ('2030-01-01')`,
  `alter table part detach partition part_24`,
  `alter table part disable trigger all`,
  `alter table codes attach partition codes_c for values in ('c', 'd')`,
  `alter table codes attach partition codes_c default`,
  `alter table tenants attach partition tenants_2 for values in (2)`,
  `alter table tenants detach partition tenants_1`,
  `create table part_26 partition of part for values from ('2027-01-01') to ('2027-02-01')`,
  `create table part_24_9 partition of part_24 for values in (9)`,
  `create index on part (id)`,
  `create index on only part (id)`,
  `drop index part_v`,
  `drop table part_24`,
  `select count(*) from part`,
  `select count(*) from only base`,
  `alter table base add check (id > 0)`,
  `alter table base add check (id > 0) no inherit`,
  `alter table base alter v type varchar(10)`,
  `alter table only base alter v set default 'x'`,
  `create index on base (id)`,
  `lock table base in share mode`,
  `analyze base`,
  `drop table base cascade`,
  // Views on views, and what else depends.
  `select * from v_two`,
  `select 1 from v_two for share`,
  `explain analyze update plain set b = 1 where false`,
  `create view v_three as select * from v_two`,
  `create table t as select * from v_two`,
  `create or replace view v_users as select id, d, note from app.users`,
  `drop view v_users cascade`,
  `alter table app.users drop column email cascade`,
  `refresh materialized view mv`,
  `drop function fires() cascade`,
  `drop sequence teams_id_seq cascade`,
  `alter sequence counter owned by plain.id`,
  `alter table "Weird Table" alter id set generated always`,
  `alter table teams set schema app`,
  `alter table teams owner to someone`,
  `create rule r as on insert to multi do also insert into plain values (new.id)`,
  `create policy p on multi using (a in (select id from v_users))`,
  `create constraint trigger t after insert on plain from app.users deferrable for each row execute function fires()`,
  `create publication p for table base`,
  `comment on column v_users.id is 'x'`,
  `grant select on plain, v_users to someone`,
  `drop trigger if exists nothing on plain`,
  `alter table if exists app.nothing add column x int`,
])('%s', async sql => {
  const [statement] = await read(sql);
  const said = effectsOf(statement!, server.catalog!, 18);
  expect(said.relations.some(it => it.feared)).toBe(false);
  expect(said.relations.map(it => line(`${it.relation.schema}.${it.relation.name}`, it.lock, it.rewrite, it.scan, it.indexBuild)).sort()).toEqual(await observed(sql));
});

test('what is said of a function is what pg_proc says, and no operator or cast is volatile', async () => {
  const { rows } = await server.client!.query<{ name: string; arguments: number; volatility: string }>(`
    select proname as name, pronargs as arguments, case provolatile when 'v' then 'volatile' else 'other' end as volatility from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace`);
  const wrong = rows.filter(it => {
    const said = builtInVolatility(it);
    return said !== undefined && (said === 'volatile') !== (it.volatility === 'volatile');
  });
  expect(rows.length).toBeGreaterThan(3000);
  expect(wrong).toEqual([]);

  const volatile = await server.client!.query(`
    select oprcode from pg_operator join pg_proc on pg_proc.oid = oprcode where provolatile = 'v'
    union select castfunc from pg_cast join pg_proc on pg_proc.oid = castfunc where provolatile = 'v'
    union select typinput from pg_type join pg_proc on pg_proc.oid in (typinput, typoutput) where provolatile = 'v'`);
  expect(volatile.rows).toEqual([]);
});

const RELATIONS = `
  select c.oid::int, n.nspname || '.' || c.relname as name, c.relkind as kind, c.relfilenode::int as file, i.indrelid::int as table,
    coalesce((select seq_scan from pg_stat_xact_user_tables s where s.relid = c.oid), 0)::int as scans
  from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_index i on i.indexrelid = c.oid
  where n.nspname !~ '^(pg_|information_schema)'`;

interface Seen {
  readonly oid: number;
  readonly name: string;
  readonly kind: string;
  readonly file: number;
  readonly table: number | null;
  readonly scans: number;
}

/** Of each relation that is no index and was there before: its locks, whether its file is another, its scans, its new or rewritten indexes. */
async function observed(sql: string): Promise<readonly string[]> {
  const client = server.client!;
  await client.query('begin');
  try {
    const before = (await client.query<Seen>(RELATIONS)).rows;
    await client.query(sql);
    const locks = (await client.query<{ oid: number; mode: Lock }>(`select relation::int as oid, mode from pg_locks where pid = pg_backend_pid() and locktype = 'relation'`)).rows;
    const after = new Map((await client.query<Seen>(RELATIONS)).rows.map(it => [it.oid, it]));
    const files = new Set(before.map(it => it.file));
    return before.filter(it => !/[iI]/.test(it.kind)).flatMap(it => {
      const held = locks.filter(lock => lock.oid === it.oid).map(lock => lock.mode);
      const now = after.get(it.oid);
      // A truncated table has another file too, but no row was written.
      const rewrite = now !== undefined && now.file !== it.file && it.kind !== 'S' && !/^truncate/.test(sql);
      const build = [...after.values()].some(index => index.kind === 'i' && index.table === it.oid && !files.has(index.file));
      return held.length === 0 ? [] : [line(it.name, held.reduce(stronger, LOCKS[0]), rewrite, now !== undefined && now.scans > it.scans, build)];
    }).sort();
  } finally {
    await client.query('rollback');
  }
}

function line(name: string, lock: Lock, rewrite: boolean, scan: boolean, build: boolean): string {
  return [name, lock, ...(rewrite ? ['rewrite'] : []), ...(scan ? ['scan'] : []), ...(build ? ['index build'] : [])].join(' ');
}

async function read(script: string): Promise<readonly Statement[]> {
  const texts = split(script).pieces.map(it => script.slice(it.span.start, it.span.end));
  return (await parser.parse(texts)).map((it, i) => {
    if (it.kind !== 'statement') throw new Error(`${texts[i]}: ${JSON.stringify(it)}`);
    return it.statement;
  });
}
