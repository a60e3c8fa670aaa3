import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyCatalog, type Catalog } from '../../server/core/schema/catalog.js';
import { effectsOf } from '../../server/core/sql/effects.js';
import { split } from '../../server/core/sql/split.js';
import type { Statement } from '../../server/core/sql/statement.js';
import { builtInVolatility } from '../../server/core/sql/volatility/built-in.js';
import { startParser } from '../../server/edges/parser.js';
import { startPostgres } from '../postgres.js';
import { STATEMENTS } from './effects-statements.js';
import { line, observed } from './observed.js';

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
test.each(STATEMENTS)('%s', async sql => {
  const [statement] = await read(sql);
  const said = effectsOf(statement!, server.catalog!, 18);
  expect(said.relations.some(it => it.feared)).toBe(false);
  expect(said.relations.map(it => line(`${it.relation.schema}.${it.relation.name}`, it.lock, it.rewrite, it.scan, it.indexBuild)).sort()).toEqual(await observed(server.client!, sql));
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

async function read(script: string): Promise<readonly Statement[]> {
  const texts = split(script).pieces.map(it => script.slice(it.span.start, it.span.end));
  return (await parser.parse(texts)).map((it, i) => {
    if (it.kind !== 'statement') throw new Error(`${texts[i]}: ${JSON.stringify(it)}`);
    return it.statement;
  });
}
