import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { lint } from '../../server/core/lint/lint.js';
import dependentObjectsBreak from '../../server/core/lint/rules/dependent-objects-break.js';
import impossibleChange from '../../server/core/lint/rules/impossible-change.js';
import { rulesOn } from '../../server/core/lint/severity.js';
import { suppressionsOf } from '../../server/core/lint/suppressions.js';
import type { Catalog } from '../../server/core/schema/catalog.js';
import type { Script } from '../../server/core/sql/script.js';
import { startParser } from '../../server/edges/parser.js';
import { scripts } from '../../server/flows/script.js';
import { startEmbeddedPostgres } from '../embedded-postgres.mjs';
import { randomOf } from '../random.js';
import { Dice } from './histories/generate/dice.js';
import { statement } from './histories/generate/statement.js';
import { compared, emptied, START, take, type World } from './histories/play.js';
import { serverSchema } from './histories/server.js';
import { shrunk } from './histories/shrink.js';

// Histories that nobody has thought of: after each statement that the server accepts, it and we must have the same schema, and the statement must
// have locked, written anew and built what we say, and none of what it did may have been called impossible. `npm run fuzz:histories` plays many more; HISTORIES, SEED and POSTGRES say how many, from where, on which major.

const COUNT = Number(process.env['HISTORIES'] ?? 12);
const SEED = Number(process.env['SEED'] ?? 1);
const MAJOR = Number(process.env['POSTGRES'] ?? 18);
const LENGTH = 30;

const parser = startParser();
afterAll(() => parser.close());

test(`${COUNT} histories from seed ${SEED} on PostgreSQL ${MAJOR}`, { timeout: 60_000 + COUNT * 5_000 }, async () => {
  const server = await startEmbeddedPostgres({ major: MAJOR, settings: { wal_level: 'logical' } });
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  await client.query('create extension btree_gist schema pg_catalog; create extension citext schema pg_catalog; create foreign data wrapper nothing; create server elsewhere foreign data wrapper nothing');
  const world: World = { client, major: MAJOR, read: scripts(parser).read };
  const found: string[] = [];
  let accepted = 0;
  try {
    for (let i = 0; i < COUNT; i++) {
      const { history, wrong } = await played(SEED + i, world);
      accepted += history.length;
      if (wrong.length > 0) found.push(`seed ${SEED + i}:\n${(await shrunk(history, wrong, world)).join(';\n')}\n${wrong.join('\n')}`);
    }
  } finally {
    await client.end();
    await server.stop();
  }
  console.info(`${accepted} statements of ${COUNT} histories`);
  expect(accepted).toBeGreaterThan(COUNT * LENGTH * 0.3);
  expect(found.join('\n\n')).toBe('');
});

/** What is said to be refused, and was accepted. */
function refusals(script: Script, catalog: Catalog, { major }: World): readonly string[] {
  const { findings } = lint(script, REFUSED, { postgres: major, execution: { wraps: false, sends: 'statement' }, catalog, suppressions: suppressionsOf(script) });
  return findings.filter(it => it.severity === 'error').map(it => it.message);
}

const REFUSED = rulesOn([dependentObjectsBreak, impossibleChange], {});

/** Until the first disagreement. */
async function played(seed: number, world: World): Promise<{ readonly history: readonly string[]; readonly wrong: readonly string[] }> {
  const random = randomOf(seed * 7919);
  const history: string[] = [];
  await emptied(world);
  let step = START;
  let schema = await serverSchema(world.client, world.major);
  for (let i = 0; i < LENGTH; i++) {
    const sql = statement(new Dice(random, schema, world.major), step);
    const next = await take(step, sql, world);
    if (next === undefined) continue;
    const refusal = refusals(await world.read(sql), step.catalog, world);
    history.push(sql);
    step = next;
    schema = await serverSchema(world.client, world.major);
    const wrong = [...refusal, ...next.effects, ...await compared(step, world, schema)];
    if (wrong.length > 0) return { history, wrong };
  }
  return { history, wrong: [] };
}
