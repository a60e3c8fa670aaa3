import type pg from 'pg';
import { afterPiece } from '../../../server/core/lint/replay.js';
import { emptyCatalog, type Catalog } from '../../../server/core/schema/catalog.js';
import { effectsOf } from '../../../server/core/sql/effects.js';
import type { Piece, Script } from '../../../server/core/sql/script.js';
import type { Statement } from '../../../server/core/sql/statement.js';
import { line, observed } from '../observed.js';
import { differences } from './compare.js';
import { serverSchema, type ServerSchema } from './server.js';

export interface World {
  readonly client: pg.Client;
  readonly major: number;
  readonly read: (text: string) => Promise<Script>;
}

/** What a statement found before it, and what it left behind. */
export interface Step {
  readonly catalog: Catalog;
  readonly inTransaction: boolean;
  readonly savepoints: readonly string[];
}

export const START: Step = { catalog: emptyCatalog(), inTransaction: false, savepoints: [] };

/** The catalogue after it, and where its effects are others than the server's; `undefined` where the server refuses it. */
export async function take(before: Step, sql: string, world: World): Promise<Step & { readonly effects: readonly string[] } | undefined> {
  const [piece] = (await world.read(sql)).pieces;
  if (piece === undefined) throw new Error(`no statement: ${sql}`);
  const control = piece.kind === 'statement' && piece.statement.kind === 'transaction' ? piece.statement.action : undefined;
  try {
    const effects = await run(piece, sql, before, control !== undefined, world);
    const inTransaction = control === 'begin' || (before.inTransaction && control !== 'commit' && control !== 'rollback');
    return { catalog: afterPiece(before.catalog, piece), inTransaction, savepoints: inTransaction ? savepointsAfter(before.savepoints, piece) : [], effects };
  } catch (failure) {
    if (!(failure instanceof Error && 'code' in failure)) throw failure;
    return undefined;
  }
}

function savepointsAfter(before: readonly string[], piece: Piece): readonly string[] {
  if (piece.kind !== 'statement' || piece.statement.kind !== 'transaction' || piece.statement.savepoint === undefined) return before;
  const { action, savepoint } = piece.statement;
  return action === 'savepoint' ? [...before, savepoint] : before.slice(0, before.lastIndexOf(savepoint) + (action === 'release' ? 0 : 1));
}

/** Locks are seen where the statement can have a transaction of its own. */
async function run(piece: Piece, sql: string, { catalog, inTransaction }: Step, isControl: boolean, { client, major }: World): Promise<readonly string[]> {
  if (piece.kind !== 'statement') throw new Error(`${sql}: ${JSON.stringify(piece)}`);
  const { statement } = piece;
  if (isControl) {
    await client.query(sql);
    return [];
  }
  if (inTransaction) {
    await client.query(`savepoint "before"`);
    try {
      await client.query(sql);
      await client.query(`release "before"`);
    } catch (failure) {
      await client.query(`rollback to "before"; release "before"`);
      throw failure;
    }
    return [];
  }
  const said = effectsOf(statement, catalog, major);
  if (said.outsideTransactionOnly || statement.kind === 'set') {
    await client.query(sql);
    return [];
  }
  const feared = said.relations.filter(it => it.feared).map(it => `${it.relation.schema}.${it.relation.name} `);
  const known = (it: string): string => eased(it, statement, feared.some(name => it.startsWith(name)));
  const seen = (await observed(client, sql, 'commit')).map(known);
  const lines = said.relations.filter(it => it.relation.schema !== 'pg_temp').map(it => known(line(`${it.relation.schema}.${it.relation.name}`, it.lock, it.rewrite, it.scan, it.indexBuild)));
  return [...lines.filter(it => !seen.includes(it)).map(it => `we say: ${it}`), ...seen.filter(it => !lines.includes(it) && !isAside(it, lines)).map(it => `the server does: ${it}`)];
}

/** Without what nobody can know who does not see the rows: how the planner reads what a query names, and what a foreign key refers to. */
function eased(line: string, statement: Statement, feared: boolean): string {
  if (feared) return line.replace(/(Lock) .*/, '$1');
  // What a block has built it may have dropped.
  if (statement.kind === 'do') return line.replace(/( scan)?( index build)?$/, '');
  if (READS_AS_IT_LIKES.has(statement.kind)) return line.replace(/ scan\b/, '');
  return statement.kind === 'alter-table' ? line.replace(/ (ShareRowExclusiveLock|RowShareLock|AccessExclusiveLock) scan$/, ' $1') : line;
}

/** A lock that a look at something else takes, and that blocks nothing. */
export function isAside(seen: string, said: readonly string[]): boolean {
  return seen.endsWith(' AccessShareLock') && !said.some(it => it.startsWith(`${seen.slice(0, seen.lastIndexOf(' '))} `));
}

const READS_AS_IT_LIKES: ReadonlySet<Statement['kind']> = new Set<Statement['kind']>(['create-table-as', 'refresh-materialized-view', 'truncate', 'reindex']);

export async function compared({ catalog }: Step, { client, major }: World, schema?: ServerSchema): Promise<readonly string[]> {
  return differences(catalog, schema ?? await serverSchema(client, major), major);
}

/** As it was before the first statement; much cheaper than another database. */
export async function emptied({ client }: World): Promise<void> {
  await client.query('rollback');
  await client.query('discard all');
  await client.query(`
    set client_min_messages = error; set max_parallel_workers_per_gather = 0; set max_parallel_maintenance_workers = 0; set lock_timeout = '5s';
    do $$ declare it record; begin
      for it in select pubname from pg_publication loop execute format('drop publication %I', it.pubname); end loop;
      for it in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop execute format('drop schema %I cascade', it.nspname); end loop;
    end $$;
    create schema public`);
}
