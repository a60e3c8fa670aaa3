import { createHash } from 'node:crypto';
import type { Migration, Source } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { identifier, qualified } from '../../sql/identifier.js';
import type { History } from '../tool/history.js';
import type { Project } from '../tool/project.js';
import type { Run, Step } from '../tool/run.js';
import { statementsOf } from './split.js';

/** `pkg/migration/history.go`. Before 2023 there was but the version. */
export const history: History = {
  table,
  columns: ['version'],
  create: project => [
    { text: `CREATE SCHEMA IF NOT EXISTS ${identifier(table(project).schema)}`, values: [] },
    { text: `CREATE TABLE IF NOT EXISTS ${at(project)} (version text NOT NULL PRIMARY KEY, statements text[], name text)`, values: [] },
  ],
  read: project => ({ text: `SELECT version, to_jsonb(history)->>'name' AS name, to_jsonb(history)->'statements' AS statements FROM ${at(project)} AS history ORDER BY version COLLATE "C"`, values: [] }),
  decode: rows => rows.map((row): Applied => {
    const version = String(row['version']);
    const statements = row['statements'];
    return { id: version, version, name: String(row['name'] ?? ''), success: true, ...(Array.isArray(statements) && statements.length > 0 && { checksum: sumOf(statements.map(String)) }) };
  }),
  compare,
};

/** The row is the last of the pipeline: it commits with the script. */
export const run: Run = {
  by: 'us',
  atomic: true,
  after: ({ migration, project }) => [{
    text: `INSERT INTO ${at(project)}(version, name, statements) VALUES($1, $2, $3)`,
    values: [migration.version, migration.name, statementsOf(migration.up?.text ?? '')],
  }],
  forget: ({ migration, project }: Step) => [{ text: `DELETE FROM ${at(project)} WHERE version = $1`, values: [migration.version] }],
};

/** Of the statements that the history keeps: other cuts of the same text are no difference, as the dashboard makes them. */
export function checksumOf({ text, malformed }: Source): string | undefined {
  return malformed ? undefined : sumOf([text]);
}

function sumOf(statements: readonly string[]): string {
  return createHash('sha256').update(statements.join('').replace(/[\s;]+/g, '')).digest('hex');
}

/** `FindPendingMigrations`, which does not look at what was edited. */
function compare(migrations: readonly Migration[], applied: readonly Applied[]): readonly Row[] {
  const rows = new Map(applied.map(it => [it.id, it]));
  const highest = applied.reduce((max, it) => (it.id > max ? it.id : max), '');
  const compared = migrations.map((migration): Row => {
    const row = rows.get(migration.id);
    if (!row) {
      return migration.version! < highest
        ? { state: 'outOfOrder', migration, willRun: 'refuse', reason: 'Found local migration files to be inserted before the last migration on remote database.' }
        : { state: 'pending', migration };
    }
    return row.checksum !== undefined && migration.up && checksumOf(migration.up) !== row.checksum
      ? { state: 'modified', migration, applied: row, willRun: 'run', reason: 'The history keeps other statements than the file has' }
      : { state: 'applied', migration, applied: row };
  });
  const known = new Set(migrations.map(it => it.id));
  return [...compared, ...applied.filter(it => !known.has(it.id)).map((it): Row => ({
    state: 'missing', applied: it, willRun: 'refuse', reason: 'Remote migration versions not found in local migrations directory.',
  }))];
}

function table({ settings }: Project): { readonly schema: string; readonly name: string } {
  return { schema: settings['historySchema']!, name: settings['table']! };
}

function at(project: Project): string {
  return qualified(table(project));
}
