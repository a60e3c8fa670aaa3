import type { Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { qualified } from '../../sql/identifier.js';
import { versionOf } from '../steps.js';
import type { History, Place, Sql } from '../tool/history.js';
import type { Project } from '../tool/project.js';
import type { Failing, Repair } from '../tool/repair.js';
import type { Run, Step } from '../tool/run.js';
import { checksumOf, matches } from './checksum.js';

/** `sql_migration_persistence.rs`. */
export const history: History = {
  table,
  columns: ['id', 'checksum', 'finished_at', 'migration_name', 'logs', 'rolled_back_at', 'started_at', 'applied_steps_count'],
  create: (project, place) => [{
    text: `CREATE TABLE ${at(project, place)} (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`,
    values: [],
  }],
  unlessFilled: (_, { schema }) => ({
    filled: { text: `SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = $1 LIMIT 1`, values: [schema] },
    refusal: 'P3005: The database schema is not empty. Read more about how to baseline an existing production database: https://pris.ly/d/migrate-baseline',
  }),
  read: (project, place) => ({
    text: `SELECT checksum, migration_name, ${utc('started_at')}, ${utc('finished_at')}, ${utc('rolled_back_at')} FROM ${at(project, place)} AS history ORDER BY history.started_at`,
    values: [],
  }),
  decode,
  compare,
};

/** Begun in a commit of its own, finished in another: a failure leaves the row unfinished. */
export const run: Run = {
  by: 'us',
  atomic: false,
  before: ({ migration, checksum, ...step }) => [{
    text: `INSERT INTO ${of(step)} (id, checksum, started_at, migration_name) VALUES (gen_random_uuid()::text, $1, now(), $2)`,
    values: [checksum ?? '', migration.id],
  }],
  after: ({ migration, ...step }) => [
    { text: `UPDATE ${of(step)} SET applied_steps_count = applied_steps_count + 1, finished_at = now() WHERE migration_name = $1 AND ${LIVE} AND finished_at IS NULL`, values: [migration.id] },
  ],
  failed: ({ migration, ...step }, { message }) => [
    { text: `UPDATE ${of(step)} SET logs = $2 WHERE migration_name = $1 AND ${LIVE} AND finished_at IS NULL`, values: [migration.id, message] },
  ],
  forget: ({ migration, ...step }) => [{ text: `UPDATE ${of(step)} SET rolled_back_at = now() WHERE migration_name = $1 AND ${LIVE}`, values: [migration.id] }],
};

/** `migrate resolve`: `mark_migration_rolled_back` and `mark_migration_applied`, which marks and then writes a row that never ran a step. */
export function repairs({ applied, migration }: Row, on: Failing): readonly Repair[] {
  const name = applied!.id;
  const here = migration ? [migration] : [];
  const mark: Sql = { text: `UPDATE ${of(on)} SET rolled_back_at = now() WHERE migration_name = $1 AND ${LIVE} AND finished_at IS NULL`, values: [name] };
  const checksum = migration?.up && checksumOf(migration.up);
  const undone: Repair = {
    as: 'undone', command: `prisma migrate resolve --rolled-back ${name}`, there: [], gone: here, write: [mark],
    ...(migration?.up && { of: migration, failed: { migration, direction: 'up' } }),
  };
  if (!migration || checksum === undefined) return [undone];
  const insert: Sql = {
    text: `INSERT INTO ${of(on)} (id, checksum, started_at, finished_at, migration_name) VALUES (gen_random_uuid()::text, $1, now(), now(), $2)`,
    values: [checksum, name],
  };
  return [undone, { as: 'done', command: `prisma migrate resolve --applied ${name}`, of: migration, there: here, gone: [], write: [mark, insert] }];
}

const LIVE = 'rolled_back_at IS NULL';

/** Several rows for one migration are ordinary: those rolled back do not count. */
function decode(rows: readonly Readonly<Record<string, unknown>>[]): readonly Applied[] {
  const live = new Map<string, Applied>();
  const undone = new Map<string, Applied>();
  rows.forEach((row, rank) => {
    const id = String(row['migration_name']);
    const back = row['rolled_back_at'] !== null;
    (back ? undone : live).set(id, {
      id, ...versionOf(id), rank, checksum: String(row['checksum']), success: row['finished_at'] !== null,
      appliedAt: String(row['finished_at'] ?? row['started_at']), ...(back && { type: ROLLED_BACK }),
    });
  });
  return [...live.values(), ...[...undone.values()].filter(it => !live.has(it.id))].sort((a, b) => a.rank! - b.rank!);
}

const ROLLED_BACK = 'ROLLED_BACK';

/** `migrate deploy` runs what is not applied, wherever it sorts, and does not look at what was edited; `migrate dev` does. */
function compare(migrations: readonly Migration[], applied: readonly Applied[]): readonly Row[] {
  const rows = new Map(applied.filter(it => it.type !== ROLLED_BACK).map(it => [it.id, it]));
  const newest = migrations.findLastIndex(it => rows.has(it.id));
  const compared = migrations.flatMap((migration, i): Row | [] => {
    const row = rows.get(migration.id);
    if (!row) return !migration.up ? [] : i < newest ? { state: 'outOfOrder', migration, willRun: 'run' } : { state: 'pending', migration };
    if (!row.success) return { state: 'failed', migration, applied: row, reason: failure(row) };
    return migration.up && !matches(migration.up, row.checksum!)
      ? { state: 'modified', migration, applied: row, willRun: 'run', reason: `The migration \`${migration.id}\` was modified after it was applied` }
      : { state: 'applied', migration, applied: row };
  });
  const known = new Set(migrations.map(it => it.id));
  const gone = applied.filter(it => !known.has(it.id)).map((row): Row =>
    row.type === ROLLED_BACK ? { state: 'undone', applied: row }
    : row.success ? { state: 'missing', applied: row, willRun: 'run', reason: 'The migrations from the database are not found locally' }
    : { state: 'failed', applied: row, reason: failure(row) });
  return [...compared, ...gone];
}

function failure({ id, appliedAt }: Applied): string {
  return `P3009: migrate found failed migrations in the target database, new migrations will not be applied. The \`${id}\` migration started at ${appliedAt} failed`;
}

function utc(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS ${column}`;
}

function table({ settings }: Project, { schema }: Place): { readonly schema: string; readonly name: string } {
  return { schema, name: settings['table']! };
}

function at(project: Project, place: Place): string {
  return qualified(table(project, place));
}

function of({ project, place }: Pick<Step, 'project' | 'place'>): string {
  return at(project, place);
}
