import type { Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { identifier, qualified } from '../../sql/identifier.js';
import { checksumOf } from './checksum.js';
import type { History, Place } from '../tool/history.js';
import type { Lock } from '../tool/lock.js';
import type { Project } from '../tool/project.js';
import type { Failing, Repair } from '../tool/repair.js';
import type { Run, Step } from '../tool/run.js';
import { crc32 } from '../../text/crc32.js';

/** `sqlx-postgres/src/migrate.rs`. */
export const history: History = {
  table,
  columns: ['version', 'description', 'installed_on', 'success', 'checksum', 'execution_time'],
  create: (project, place) => [
    ...(project.settings['createSchemas'] ?? '').split(',').filter(Boolean).map(it => ({ text: `CREATE SCHEMA IF NOT EXISTS ${identifier(it)}`, values: [] })),
    {
      text: `CREATE TABLE IF NOT EXISTS ${at(project, place)} (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
    success BOOLEAN NOT NULL,
    checksum BYTEA NOT NULL,
    execution_time BIGINT NOT NULL
)`,
      values: [],
    },
  ],
  read: (project, place) => ({
    text: `SELECT version::text AS version, description, to_char(installed_on AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS installed_on, success, encode(checksum, 'hex') AS checksum, execution_time::text AS execution_time FROM ${at(project, place)} ORDER BY ${at(project, place)}.version`,
    values: [],
  }),
  decode: rows => rows.map((row): Applied => {
    const version = String(row['version']);
    return {
      id: version, version, name: String(row['description']), appliedAt: String(row['installed_on']),
      success: row['success'] === true, checksum: String(row['checksum']).replace(/^\\x/, ''), milliseconds: Math.round(Number(row['execution_time']) / 1e6),
    };
  }),
  compare,
};

/** `generate_lock_id`: that of `Migrator::run`, which waits without an end. The command line takes none. */
export function lock(_: Project, { database }: Place): Lock {
  return { kind: 'advisory', key: lockId(database), attempts: 60, waitMs: 1000 };
}

export function lockId(database: string): bigint {
  return 0x3d32ad9en * BigInt(crc32(database));
}

/** The row commits with the script, or by itself after one without a transaction. */
export const run: Run = {
  by: 'us',
  atomic: true,
  after: ({ migration, checksum, milliseconds, ...step }) => [{
    text: `INSERT INTO ${at(step.project, step.place)} (version, description, success, checksum, execution_time) VALUES ($1, $2, TRUE, decode($3, 'hex'), $4)`,
    values: [migration.version, migration.name, checksum ?? '', String(BigInt(Math.round(milliseconds)) * 1_000_000n)],
  }],
  forget: ({ migration, ...step }: Step) => [{ text: `DELETE FROM ${at(step.project, step.place)} WHERE version = $1`, values: [migration.version] }],
};

/** No command does it: “fix and remove row”, it says. */
export function repairs({ applied, migration }: Row, { project, place }: Failing): readonly Repair[] {
  const write = { text: `DELETE FROM ${at(project, place)} WHERE version = $1 AND NOT success`, values: [applied!.version] };
  return [{
    as: 'undone', command: `DELETE FROM ${project.settings['table']} WHERE version = ${applied!.version!}`, there: [], gone: migration ? [migration] : [], write: [write],
    ...(migration && { of: migration, failed: { migration, direction: 'up' } }),
  }];
}

/** `Migrator::run`: what is pending runs, wherever it sorts; what has changed or is gone stops it. */
function compare(migrations: readonly Migration[], applied: readonly Applied[], project: Project): readonly Row[] {
  const rows = new Map(applied.map(it => [it.id, it]));
  const newest = migrations.findLastIndex(it => rows.has(it.version!));
  const compared = migrations.flatMap((migration, i): Row | [] => {
    const row = rows.get(migration.id);
    if (!row) return !migration.up ? [] : i < newest ? { state: 'outOfOrder', migration, willRun: 'run' } : { state: 'pending', migration };
    if (!row.success) return { state: 'failed', migration, applied: row, reason: `migration ${row.version} is partially applied; fix and remove row from \`${project.settings['table']}\` table` };
    return migration.up && checksumOf(migration.up, project) !== row.checksum
      ? { state: 'modified', migration, applied: row, reason: `migration ${row.version} was previously applied but has been modified` }
      : { state: 'applied', migration, applied: row };
  });
  const known = new Set(migrations.map(it => it.version));
  const gone = applied.filter(it => !known.has(it.version)).map((row): Row => row.success
    ? { state: 'missing', applied: row, willRun: 'refuse', reason: `migration ${row.version} was previously applied but is missing in the resolved migrations` }
    : { state: 'failed', applied: row, reason: `migration ${row.version} is partially applied; fix and remove row from \`${project.settings['table']}\` table` });
  return [...compared, ...gone];
}

/** `table-name` is SQL: it may name a schema, and folds to lower case where it is not quoted. */
function table({ settings }: Project, place: Place): { readonly schema: string; readonly name: string } {
  const written = settings['table']!;
  const parts = /^(?:("[^"]+"|\w+)\.)?("[^"]+"|\w+)$/.exec(written);
  if (!parts) return { schema: place.schema, name: written };
  return { schema: parts[1] === undefined ? place.schema : unquoted(parts[1]), name: unquoted(parts[2]!) };
}

function unquoted(written: string): string {
  return written.startsWith('"') ? written.slice(1, -1) : written.toLowerCase();
}

function at(project: Project, place: Place): string {
  return qualified(table(project, place));
}
