import type { Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { qualified } from '../../sql/identifier.js';
import type { History, Place } from '../tool/history.js';
import type { Project } from '../tool/project.js';
import type { Run } from '../tool/run.js';
import { checksumOf } from './checksum.js';

/** `refinery_core/src/traits/mod.rs`. */
export const history: History = {
  table,
  columns: ['version', 'name', 'applied_on', 'checksum'],
  versions: { column: 'version', holds: /^-?\d+$/ },
  create: (project, place) => [{
    text: `CREATE TABLE IF NOT EXISTS ${at(project, place)}(
             version ${project.settings['versions'] === 'int8' ? 'int8' : 'int4'} PRIMARY KEY,
             name VARCHAR(255),
             applied_on VARCHAR(255),
             checksum VARCHAR(255))`,
    values: [],
  }],
  read: (project, place) => ({ text: `SELECT version::text AS version, name, applied_on, checksum FROM ${at(project, place)} AS history ORDER BY history.version`, values: [] }),
  decode: rows => rows.map((row): Applied => {
    const version = String(row['version']);
    return { id: version, version, name: String(row['name']), appliedAt: String(row['applied_on']), success: true, checksum: String(row['checksum']) };
  }),
  compare,
};

/** The row is written in a transaction of its own, after that of the script. */
export const run: Run = {
  by: 'us',
  atomic: false,
  after: ({ migration, project, place, checksum }) => [{
    text: `INSERT INTO ${at(project, place)} (version, name, applied_on, checksum) VALUES ($1, $2, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), $3)`,
    values: [migration.version, migration.name, checksum],
  }],
  forget: ({ migration, project, place }) => [{ text: `DELETE FROM ${at(project, place)} WHERE version = $1`, values: [migration.version] }],
};

/** `verify_migrations`, as the library runs it by default: the command line only complains unless it is told to stop. */
function compare(migrations: readonly Migration[], applied: readonly Applied[], project: Project): readonly Row[] {
  const rows = new Map(applied.map(it => [it.id, it]));
  const current = applied.reduce((max, it) => (BigInt(it.version!) > max ? BigInt(it.version!) : max), -1n);
  const compared = migrations.map((migration): Row => {
    const row = rows.get(migration.id);
    if (!row) {
      if (BigInt(migration.version!) > current) return { state: 'pending', migration };
      return isOutOfOrder(migration)
        ? { state: 'outOfOrder', migration, willRun: 'run' }
        : { state: 'outOfOrder', migration, willRun: 'refuse', reason: `migration ${spelled(migration)} is missing from the filesystem` };
    }
    return migration.name !== row.name || (migration.up && checksumOf(migration.up, migration, project) !== row.checksum)
      ? { state: 'modified', migration, applied: row, reason: `applied migration V${row.version}__${row.name} is different than filesystem one ${spelled(migration)}` }
      : { state: 'applied', migration, applied: row };
  });
  const known = new Set(migrations.map(it => it.id));
  return [...compared, ...applied.filter(it => !known.has(it.id)).map((it): Row => ({
    state: 'missing', applied: it, willRun: 'refuse', reason: `migration V${it.version}__${it.name} is missing from the filesystem`,
  }))];
}

/** Named `U5__x.sql`: it may run after higher versions. */
export function isOutOfOrder({ up }: Migration): boolean {
  return /(?:^|\/)U[^/]*$/.test(up?.path ?? '');
}

function spelled(migration: Migration): string {
  return `${isOutOfOrder(migration) ? 'U' : 'V'}${migration.version}__${migration.name}`;
}

function table({ settings }: Project, { schema }: Place): { readonly schema: string; readonly name: string } {
  return { schema, name: settings['table']! };
}

function at(project: Project, place: Place): string {
  return qualified(table(project, place));
}
