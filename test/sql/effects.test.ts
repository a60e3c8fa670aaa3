import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { emptyCatalog, type Catalog } from '../../server/core/schema/catalog.js';
import { effectsOf, type Effects } from '../../server/core/sql/effects.js';
import { atLeast, type Lock } from '../../server/core/sql/locks.js';
import { split } from '../../server/core/sql/split.js';
import type { Statement } from '../../server/core/sql/statement.js';
import { startParser } from '../../server/edges/parser.js';

const parser = startParser();
afterAll(() => parser.close());

/** `locks.json` says how it was observed; `pg` are the majors on which it was seen. */
interface Case {
  readonly sql: string;
  readonly before?: string;
  readonly observed: readonly {
    readonly pg: readonly number[];
    readonly tableLocks: Readonly<Record<string, Lock>>;
    readonly rewritten?: readonly string[];
    readonly scanned?: readonly string[];
    readonly indexesBuilt?: readonly string[];
    readonly indexesRebuilt?: boolean;
    readonly error?: unknown;
  }[];
}

const { cases } = JSON.parse(readFileSync('test/sql/locks.json', 'utf8')) as { readonly cases: Readonly<Record<string, Case>> };
const MAJORS = [10, 11, 12, 13, 14, 15, 16, 17, 18] as const;

/** What the file says and no reader of the statement can: with the reason. Each must still differ, or it has to go from here. */
const OUT_OF_REACH: Readonly<Record<string, string>> = {
  vacuum_truncate_tail: 'VACUUM takes the table for itself only to cut empty pages from its end: what the pages hold decides, and on `orders` it was not seen',
  drop_index_concurrently: 'the scan is that of the session that held it up, which is how the lock was seen',
  detach_partition_concurrently: 'the scans are those of the session that held it up',
  alter_view_rename: 'observed under the new name, `ov2`; we say `orders_v`, which is what others wait for',
};

const seen = { same: 0, differ: 0, refused: 0 };
afterAll(() => console.info(`locks.json: ${seen.same} agree, ${seen.differ} out of reach, ${seen.refused} refused by Postgres`));

test.each(MAJORS)('PostgreSQL %i does what locks.json saw', async postgres => {
  const start = await replay(schemaOf(postgres), emptyCatalog());
  expect(start.complete).toBe(true);

  for (const [name, { sql, before, observed }] of Object.entries(cases)) {
    const truth = observed.find(it => it.pg.includes(postgres));
    if (truth === undefined) continue;
    if (truth.error) {
      seen.refused++;
      continue;
    }
    const catalog = before === undefined ? start : await replay(before, start);
    const [statement] = await read(sql);
    const actual = shown(effectsOf(statement!, catalog, postgres));
    const expected = expectation(truth, catalog, catalog.after(statement!));
    if (name in OUT_OF_REACH) {
      seen.differ++;
      expect(actual, `${name} agrees now: it is in reach`).not.toEqual(expected);
    } else {
      seen.same++;
      expect({ [`${name}: ${sql}`]: actual }).toEqual({ [`${name}: ${sql}`]: expected });
    }
  }
});

// Left: what is known. Middle: a statement. Right: what it does on PostgreSQL 16; `feared` is what may happen, `alone` what no transaction block takes.
test.each([
  // A table that was there before the migrations: the lock is certain, the work is what the worst case does.
  ['do $$begin end$$', 'alter table t alter a type bigint', 't AccessExclusiveLock rewrite scan index build feared'],
  ['do $$begin end$$', 'alter table t alter a type bigint using b + 1', 't AccessExclusiveLock rewrite scan index build'],
  ['do $$begin end$$', 'alter table if exists t add column a int', 't AccessExclusiveLock'],
  ['do $$begin end$$', 'alter table t add column a int default f()', 't AccessExclusiveLock rewrite scan index build feared'],
  ['do $$begin end$$', 'alter table t add column a int default f(random())', 't AccessExclusiveLock rewrite scan index build'],
  ['do $$begin end$$', 'alter table t alter a set not null', 't AccessExclusiveLock scan'],
  ['do $$begin end$$; alter table t add constraint k check (a is not null) not valid; alter table t validate constraint k', 'alter table t alter a set not null', 't AccessExclusiveLock'],
  ['do $$begin end$$', 'create index if not exists i on s.t (a)', 's.t ShareLock scan index build'],
  ['do $$begin end$$', 'drop index i', ''],
  ['do $$begin end$$', 'alter table t validate constraint k', 't ShareUpdateExclusiveLock scan'],
  // Known from the beginning: what is not there is not touched, what is so already costs nothing.
  ['', 'alter table if exists t add column a int', ''],
  ['', 'drop table if exists t', ''],
  ['create table t (a int)', 'create table if not exists t (a int references u)', ''],
  ['create table t (a int, b int)', 'alter table t add column if not exists b int default random()', 't AccessExclusiveLock'],
  ['create table t (a timestamp)', 'alter table t alter a type timestamptz', 't AccessExclusiveLock rewrite scan feared'],
  ["create table t (a timestamp); set timezone = 'Etc/UTC'", 'alter table t alter a type timestamptz', 't AccessExclusiveLock'],
  ['create table t (a geometry(Point, 4326))', 'alter table t alter a type geometry(Polygon, 4326)', 't AccessExclusiveLock rewrite scan feared'],
  ['create table t (a geometry(Point, 4326))', 'alter table t alter a type geometry ( point,4326 )', 't AccessExclusiveLock'],
  ['create function f() returns int language sql as $$select 1$$; create table t (a int)', 'alter table t add b int default f()', 't AccessExclusiveLock rewrite scan feared'],
  ['create function f() returns int language plpgsql as $$begin return 1; end$$; create table t (a int)', 'alter table t add b int default f()', 't AccessExclusiveLock rewrite scan'],
  ['create function f() returns int language sql stable as $$select 1$$; create table t (a int)', 'alter table t add b int default f()', 't AccessExclusiveLock'],
  // Names as they were written.
  ['create table "T" (a int); create table t (b int)', 'alter table "T" drop a', 'T AccessExclusiveLock'],
  ['set search_path = s; create table t (a int)', 'create index on t (a)', 's.t ShareLock scan index build'],
  ['create table public.t (a int); create temp table t (a int)', 'alter table t drop a', 'pg_temp.t AccessExclusiveLock'],
  ['create table t (a int); create index i on t (a); alter table t rename to u; alter index i rename to j', 'drop index j', 'u AccessExclusiveLock'],
  ['', 'select * from pg_class, information_schema.tables', ''],
  // What refuses a transaction block.
  ['', 'create index concurrently i on t (a)', 't ShareUpdateExclusiveLock scan index build alone'],
  ['', 'vacuum (full false) t', 't ShareUpdateExclusiveLock alone'],
  ['', 'reindex schema s', ' alone'],
  ['', 'cluster', ' alone'],
  ['', 'alter type mood add value \'a\'', ''],
  ['', 'create database d', ' alone'],
  ['', 'alter table p detach partition q concurrently', 'p ShareUpdateExclusiveLock | q AccessExclusiveLock alone'],
])('%s > %s', async (before, sql, expected) => {
  const [statement] = await read(sql);
  const effects = effectsOf(statement!, await replay(before, emptyCatalog()), 16);
  expect(`${shown(effects).join(' | ')}${effects.outsideTransactionOnly ? ' alone' : ''}`).toBe(expected);
});

function shown({ relations }: Effects): readonly string[] {
  return relations.map(it => line(it.relation.schema === 'public' ? it.relation.name : `${it.relation.schema}.${it.relation.name}`, it.lock, it.rewrite, it.scan, it.indexBuild, it.feared)).sort();
}

function expectation({ tableLocks, rewritten = [], scanned = [], indexesBuilt = [], indexesRebuilt }: Case['observed'][number], before: Catalog, after: Catalog): readonly string[] {
  // That indexes were rebuilt is said without their names: they are those of the table that was written anew, else of all that were locked and read.
  const rebuilt = (name: string, lock: Lock): boolean => indexesRebuilt === true && (rewritten.length > 0 ? rewritten.includes(name) : scanned.includes(name) && atLeast(lock, 'ShareLock'));
  const built = new Set(indexesBuilt.map(name => (before.index({ name }) ?? after.index({ name }))?.table.name));
  return Object.entries(tableLocks)
    .map(([name, lock]) => line(name, lock, rewritten.includes(name), scanned.includes(name), built.has(name) || rebuilt(name, lock)))
    .sort();
}

function line(name: string, lock: Lock, rewrite: boolean, scan: boolean, build: boolean, feared = false): string {
  return [name, lock, ...(rewrite ? ['rewrite'] : []), ...(scan ? ['scan'] : []), ...(build ? ['index build'] : []), ...(feared ? ['feared'] : [])].join(' ');
}

/** A line `-- from N` says that the next statement is understood from that major on. */
function schemaOf(postgres: number): string {
  return readFileSync('test/sql/locks-schema.sql', 'utf8').replace(/^-- from (\d+)\n(.*)$/gm, (_, from: string, statement: string) => (postgres >= Number(from) ? statement : ''));
}

async function replay(script: string, start: Catalog): Promise<Catalog> {
  return (await read(script)).reduce((catalog, it) => catalog.after(it), start);
}

async function read(script: string): Promise<readonly Statement[]> {
  const texts = split(script).pieces.map(it => script.slice(it.span.start, it.span.end));
  return (await parser.parse(texts)).map((it, i) => {
    if (it.kind !== 'statement') throw new Error(`${texts[i]}: ${JSON.stringify(it)}`);
    return it.statement;
  });
}
