import type { Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { qualified } from '../../sql/identifier.js';
import type { History, Place } from '../tool/history.js';
import type { Project } from '../tool/project.js';
import type { Run } from '../tool/run.js';

/** `migrations_internals` and `diesel/src/migration/mod.rs` (`CREATE_MIGRATIONS_TABLE`). */
export const history: History = {
  table,
  columns: ['version', 'run_on'],
  create: (project, place) => [{
    text: `CREATE TABLE IF NOT EXISTS ${at(project, place)} (
    version VARCHAR(50) PRIMARY KEY NOT NULL,
    run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
)`,
    values: [],
  }],
  read: (project, place) => ({ text: `SELECT version, to_char(run_on, 'YYYY-MM-DD"T"HH24:MI:SS.MS') AS run_on FROM ${at(project, place)} AS history ORDER BY history.run_on, version COLLATE "C"`, values: [] }),
  decode: (rows, migrations) => rows.map((row, rank): Applied => {
    const version = String(row['version']);
    return { id: version, version, name: migrations.find(it => it.id === version)?.name ?? '', appliedAt: String(row['run_on']), success: true, rank };
  }),
  compare,
};

/** The row commits with the script, or by itself after one without a transaction. */
export const run: Run = {
  by: 'us',
  atomic: true,
  after: ({ migration, project, place }) => [{ text: `INSERT INTO ${at(project, place)} (version) VALUES ($1)`, values: [migration.version] }],
  forget: ({ migration, project, place }) => [{ text: `DELETE FROM ${at(project, place)} WHERE version = $1`, values: [migration.version] }],
};

/** `pending_migrations`: what has no row, wherever it sorts. */
function compare(migrations: readonly Migration[], applied: readonly Applied[]): readonly Row[] {
  const rows = new Map(applied.map(it => [it.id, it]));
  const newest = migrations.findLastIndex(it => rows.has(it.id));
  const compared = migrations.flatMap((migration, i): Row | [] => {
    const row = rows.get(migration.version!);
    if (row) return { state: 'applied', migration, applied: row };
    return !migration.up ? [] : i < newest ? { state: 'outOfOrder', migration, willRun: 'run' } : { state: 'pending', migration };
  });
  const known = new Set(migrations.map(it => it.version));
  // Diesel looks for their files only to take them back.
  return [...compared, ...applied.filter(it => !known.has(it.version)).map((it): Row => ({ state: 'missing', applied: it, willRun: 'run' }))];
}

function table({ settings }: Project, { schema }: Place): { readonly schema: string; readonly name: string } {
  return { schema, name: settings['table']! };
}

function at(project: Project, place: Place): string {
  return qualified(table(project, place));
}
