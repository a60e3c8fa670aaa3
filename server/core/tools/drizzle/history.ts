import { createHash } from 'node:crypto';
import type { Migration, Source } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { identifier, qualified } from '../../sql/identifier.js';
import { versionOf } from '../steps.js';
import { inAnyOrder } from '../any-order.js';
import type { History } from '../tool/history.js';
import type { Project } from '../tool/project.js';
import type { Run } from '../tool/run.js';
import { entryOf, isByJournal, whenOf } from './journal.js';

/** `pg-core/dialect.js` of 0.45.4, and `pg-core/async/session.js` of 1.0.0-rc.5, which adds two columns. */
export const history: History = {
  table,
  columns: ['id', 'hash', 'created_at'],
  create: project => [
    { text: `CREATE SCHEMA IF NOT EXISTS ${identifier(table(project).schema)}`, values: [] },
    {
      text: isByJournal(project)
        ? `CREATE TABLE IF NOT EXISTS ${at(project)} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)`
        : `CREATE TABLE IF NOT EXISTS ${at(project)} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint, name text, applied_at timestamp with time zone DEFAULT now())`,
      values: [],
    },
  ],
  read: project => ({
    text: `SELECT id, hash, created_at::text AS created_at, to_jsonb(history)->>'name' AS name, to_jsonb(history)->>'applied_at' AS applied_at FROM ${at(project)} AS history ORDER BY id`,
    values: [],
  }),
  decode: (rows, migrations) => {
    const byHash = new Map(migrations.map(it => [it.up && checksumOf(it.up), it]));
    return rows.map((row): Applied => {
      const [hash, created] = [String(row['hash']), String(row['created_at'])];
      const named = row['name'] === null || row['name'] === undefined ? undefined : String(row['name']);
      const known = named === undefined ? byHash.get(hash) : undefined;
      return {
        id: named ?? known?.id ?? created, ...(named === undefined ? { version: known?.version ?? created, name: known?.name ?? '' } : versionOf(named)),
        checksum: hash, success: true, rank: Number(row['id']), script: created,
        ...(row['applied_at'] !== null && row['applied_at'] !== undefined && { appliedAt: String(row['applied_at']) }),
      };
    });
  },
  compare: (migrations, applied, project) => (isByJournal(project) ? byJournal(migrations, applied, project) : byName(migrations, applied)),
};

/** Drizzle commits all that is pending at once; here each migration and its row are one transaction. */
export const run: Run = {
  by: 'us',
  atomic: true,
  after: ({ migration, project, checksum }) => {
    const entry = entryOf(migration.id, project);
    return isByJournal(project)
      ? [{ text: `INSERT INTO ${at(project)} ("hash", "created_at") VALUES ($1, $2)`, values: [checksum, String(entry?.when ?? 0)] }]
      : [{ text: `INSERT INTO ${at(project)} ("hash", "created_at", "name") VALUES ($1, $2, $3)`, values: [checksum, String(whenOf(migration.id)), migration.id] }];
  },
  forget: ({ migration, project, checksum }) => [isByJournal(project)
    ? { text: `DELETE FROM ${at(project)} WHERE created_at = $1 OR hash = $2`, values: [String(entryOf(migration.id, project)?.when ?? 0), checksum] }
    : { text: `DELETE FROM ${at(project)} WHERE name = $1`, values: [migration.id] }],
};

/** Of the text as JavaScript reads it; stored, and never compared by Drizzle. */
export function checksumOf({ text, bom }: Source): string {
  return createHash('sha256').update(bom ? `\uFEFF${text}` : text).digest('hex');
}

/** What is not newer than the newest row is skipped, applied or not. */
function byJournal(migrations: readonly Migration[], applied: readonly Applied[], project: Project): readonly Row[] {
  const byMoment = new Map(applied.map(it => [Number(it.script), it]));
  const byHash = new Map(applied.map(it => [it.checksum, it]));
  const last = applied.reduce((max, it) => Math.max(max, Number(it.script)), -Infinity);
  const used = new Set<Applied>();
  const compared = migrations.map((migration): Row => {
    const when = entryOf(migration.id, project)?.when ?? NaN;
    const hash = migration.up && checksumOf(migration.up);
    const row = byMoment.get(when) ?? byHash.get(hash);
    if (!row) {
      return when > last
        ? { state: 'pending', migration }
        : { state: 'outOfOrder', migration, willRun: 'skip', reason: `Drizzle never runs it here: its \`when\` in the journal, ${when}, is not after ${last}, that of the newest applied` };
    }
    used.add(row);
    return row.checksum === hash ? { state: 'applied', migration, applied: row } : modified(migration, row);
  });
  return [...compared, ...applied.filter(it => !used.has(it)).map((it): Row => ({ state: 'missing', applied: it, willRun: 'run' }))];
}

/** Since 1.0: what has no row of its name runs, wherever it sorts. */
function byName(migrations: readonly Migration[], applied: readonly Applied[]): readonly Row[] {
  return inAnyOrder(migrations, applied, {
    found: (migration, row) => migration.up && checksumOf(migration.up) !== row.checksum ? modified(migration, row) : { state: 'applied', migration, applied: row },
    missing: () => ({ willRun: 'run' }),
  });
}

function modified(migration: Migration, applied: Applied): Row {
  return { state: 'modified', migration, applied, willRun: 'run', reason: 'The history has another hash of it, which Drizzle does not compare' };
}

function table({ settings }: Project): { readonly schema: string; readonly name: string } {
  return { schema: settings['historySchema']!, name: settings['table']! };
}

function at(project: Project): string {
  return qualified(table(project));
}
