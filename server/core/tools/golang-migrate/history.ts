import type { Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { qualified } from '../../sql/identifier.js';
import type { History, Place, Sql } from '../tool/history.js';
import type { Lock } from '../tool/lock.js';
import type { Project } from '../tool/project.js';
import type { Run, Step } from '../tool/run.js';
import { crc32 } from '../../text/crc32.js';

/** One row: where the database stands, and whether it got there (`database/postgres/postgres.go`, 4.19.1). */
export const history: History = {
  table,
  columns: ['version', 'dirty'],
  versions: { column: 'version', holds: /^-?\d+$/ },
  create: (project, place) => [{
    text: `CREATE TABLE IF NOT EXISTS ${at(project, place)} (version bigint not null primary key, dirty boolean not null)`,
    values: [],
  }],
  read: (project, place) => ({ text: `SELECT version::text AS version, dirty FROM ${at(project, place)} LIMIT 1`, values: [] }),
  decode: (rows, migrations) => {
    const [row] = rows;
    if (!row) return [];
    const current = BigInt(String(row['version']));
    const dirty = row['dirty'] === true;
    // All that sorts before the current version counts as applied: the tool will never run it.
    const before = migrations.filter(it => it.version !== undefined && BigInt(it.version) < current).map(it => appliedOf(it, true));
    const known = migrations.find(it => it.version !== undefined && BigInt(it.version) === current);
    const version = String(current);
    const standing: Applied = known ? appliedOf(known, !dirty) : { id: version, version, name: '', success: !dirty };
    return current < 0n ? (dirty ? [standing] : []) : [...before, standing];
  },
  compare,
};

/**
 * `GenerateAdvisoryLockId` of schema, table and database; the command line's driver takes the database from the URL's path,
 * slash included, and so do we. It waits for 15 seconds.
 */
export function lock(project: Project, place: Place): Lock {
  const { schema, name } = table(project, place);
  return { kind: 'advisory', key: lockId([schema, name, `/${place.database}`]), attempts: 15, waitMs: 1000 };
}

export function lockId(names: readonly string[]): bigint {
  return (BigInt(crc32(names.join('\0'))) * 1486364155n) % 2n ** 32n;
}

/** Before the script the version is set and dirty, after it clean, each in a commit of its own: a failure leaves it dirty. */
export const run: Run = {
  by: 'us',
  atomic: false,
  before: step => write(step, BigInt(step.migration.version!), true),
  after: step => write(step, BigInt(step.migration.version!), false),
  forget: step => write(step, previous(step), false),
};

/** The version below, `-1` for none: a table without a row says the same. */
export function write({ project, place }: Pick<Step, 'project' | 'place'>, version: bigint, dirty: boolean): readonly Sql[] {
  const truncate = { text: `TRUNCATE ${at(project, place)}`, values: [] };
  if (version < 0n && !dirty) return [truncate];
  return [truncate, { text: `INSERT INTO ${at(project, place)} (version, dirty) VALUES ($1, $2)`, values: [String(version), dirty] }];
}

function previous({ migration, applied }: Step): bigint {
  const below = applied.flatMap(it => (it.version === undefined ? [] : [BigInt(it.version)])).filter(it => it >= 0n && it < BigInt(migration.version!));
  return below.reduce((a, b) => (a > b ? a : b), -1n);
}

function compare(migrations: readonly Migration[], applied: readonly Applied[]): readonly Row[] {
  const rows = new Map(applied.map(it => [it.id, it]));
  const current = applied.findLast(it => it.version !== undefined);
  const known = migrations.some(it => it.id === current?.id);
  const compared = migrations.filter(it => it.up || it.down).map((migration): Row => {
    const row = rows.get(migration.id);
    if (!row) return { state: 'pending', migration };
    return row.success
      ? { state: 'applied', migration, applied: row }
      : { state: 'failed', migration, applied: row, reason: `Dirty database version ${row.version}. Fix and force version.` };
  });
  if (!current || known) return compared;
  const gone: Row = current.success
    ? { state: 'missing', applied: current, reason: `no migration found for version ${current.version}` }
    : { state: 'failed', applied: current, reason: `Dirty database version ${current.version}. Fix and force version.` };
  return [...compared, gone];
}

function appliedOf({ id, version, name }: Migration, success: boolean): Applied {
  return { id, ...(version !== undefined && { version }), name, success };
}

function table({ settings }: Project, place: Place): { readonly schema: string; readonly name: string } {
  return { schema: settings['schema'] === '' || settings['schema'] === undefined ? place.schema : settings['schema'], name: settings['table']! };
}

function at(project: Project, place: Place): string {
  return qualified(table(project, place));
}
