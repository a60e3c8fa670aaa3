import type { Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { identifier, qualified } from '../../sql/identifier.js';
import { fileOf } from '../../text/paths.js';
import type { History, Sql } from '../tool/history.js';
import type { Project } from '../tool/project.js';
import { directivesOf } from './directives.js';
import { sumsOf } from './sum.js';

/** `cmd/atlas/internal/migrate/ent/schema/revision.go`. */
export const history: History = {
  table,
  columns: ['version', 'description', 'type', 'applied', 'total', 'executed_at', 'error', 'hash'],
  create: project => [
    { text: `CREATE SCHEMA IF NOT EXISTS ${identifier(table(project).schema)}`, values: [] },
    {
      text: `CREATE TABLE IF NOT EXISTS ${qualified(table(project))} (version character varying NOT NULL PRIMARY KEY, description character varying NOT NULL, type bigint NOT NULL DEFAULT 2, applied bigint NOT NULL DEFAULT 0, total bigint NOT NULL DEFAULT 0, executed_at timestamptz NOT NULL, execution_time bigint NOT NULL, error text, error_stmt text, hash character varying NOT NULL, partial_hashes jsonb, operator_version character varying NOT NULL)`,
      values: [],
    },
  ],
  unlessFilled: (project, { schema }) => filled(project, schema),
  read: project => ({
    text: `SELECT version, description, type, applied::int AS applied, total::int AS total, error, hash, to_char(executed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS executed_at FROM ${qualified(table(project))} WHERE version !~ '^[.]' ORDER BY version COLLATE "C"`,
    values: [],
  }),
  decode: rows => rows.map((row): Applied => {
    const version = String(row['version']);
    const [applied, total] = [Number(row['applied']), Number(row['total'])];
    return {
      id: version, version, name: String(row['description']), appliedAt: String(row['executed_at']), checksum: String(row['hash']),
      success: applied >= total, type: KINDS[Number(row['type'])] ?? 'unknown', script: `${applied}/${total} ${String(row['error'] ?? '')}`.trim(),
    };
  }),
  compare,
};

/** `RevisionType`, a bit field. */
const KINDS: Readonly<Record<number, string>> = { 1: 'baseline', 2: 'applied', 4: 'manually set', 6: 'applied + manually set' };

/** `Executor.Pending`. */
function compare(migrations: readonly Migration[], applied: readonly Applied[], { settings }: Project): readonly Row[] {
  const rows = new Map(applied.map(it => [it.id, it]));
  const baseline = applied.find(it => it.type === 'baseline')?.id;
  const highest = applied.reduce((max, it) => (it.id > max ? it.id : max), '');
  const isCheckpoint = ({ up }: Migration): boolean => directivesOf(up?.text ?? '').has('checkpoint');
  // An empty database begins at the last checkpoint.
  const first = applied.length === 0 ? migrations.findLast(isCheckpoint)?.id ?? '' : applied[0]!.id;
  const isEdited = editedIn(migrations, rows);

  const compared = migrations.map((migration): Row => {
    const { id } = migration;
    const row = rows.get(id);
    if (row?.success === false) return { state: 'failed', migration, applied: row, reason: `Statements applied: ${row.script!}` };
    if (row?.type === 'baseline') return { state: 'baseline', migration, applied: row };
    if (row) return isEdited(migration, row) ? { state: 'modified', migration, applied: row, willRun: 'run', reason: 'It has another hash than in the history' } : { state: 'applied', migration, applied: row };
    if (baseline !== undefined && id <= baseline) return { state: 'ignored', migration, reason: `Before the baseline ${baseline}` };
    if (isCheckpoint(migration) && id !== first) return { state: 'ignored', migration, reason: 'A checkpoint is for empty databases' };
    if (id < first) return { state: 'ignored', migration, reason: applied.length === 0 ? `The checkpoint ${first} stands for it` : `Atlas asks for nothing before ${first}, with which the history begins` };
    if (id > highest) return { state: 'pending', migration };
    if (settings['execOrder'] === 'NON_LINEAR') return { state: 'outOfOrder', migration, willRun: 'run' };
    if (settings['execOrder'] === 'LINEAR_SKIP') return { state: 'outOfOrder', migration, reason: 'Atlas skips it: exec_order is LINEAR_SKIP' };
    return { state: 'outOfOrder', migration, willRun: 'refuse', reason: `migration file ${fileOf(migration.up?.path ?? '')} was added out of order. See: https://atlasgo.io/versioned/apply#non-linear-error` };
  });
  const known = new Set(migrations.map(it => it.id));
  return [...compared, ...applied.filter(it => !known.has(it.id)).map((it): Row => (it.type === 'baseline' ? { state: 'baseline', applied: it } : { state: 'missing', applied: it, willRun: 'run' }))];
}

/**
 * A file's sum hangs on all that stood before it when it was applied: a file that was added since, or one that was edited, changes
 * the sums of those that follow, and makes none of them an edited one.
 */
function editedIn(migrations: readonly Migration[], rows: ReadonlyMap<string, Applied>): (migration: Migration, row: Applied) => boolean {
  const now = [sumsOf(migrations), sumsOf(migrations.filter(it => rows.has(it.id)))];
  const differs = ({ up }: Migration, { checksum }: Applied): boolean => up !== undefined && now.every(sums => sums !== undefined && sums.get(fileOf(up.path))?.replace(/^h1:/, '') !== checksum?.replace(/^h1:/, ''));
  const first = migrations.find(it => {
    const row = rows.get(it.id);
    return row !== undefined && row.type === 'applied' && row.success !== false && differs(it, row);
  });
  return it => it === first;
}

/** `Driver.CheckClean` (`sql/postgres/driver.go`): of the one schema, where the address has one. */
function filled({ settings }: Project, schema: string): { readonly filled: Sql; readonly refusal: string } {
  const others = settings['searchPath'] === undefined ? `SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public') UNION ALL ` : '';
  const inside = settings['searchPath'] === undefined ? `nspname !~ '^pg_' AND nspname <> 'information_schema'` : 'nspname = $1';
  return {
    filled: {
      text: `${others}SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p') AND ${inside} LIMIT 1`,
      values: settings['searchPath'] === undefined ? [] : [schema],
    },
    refusal: 'sql/migrate: connected database is not clean. baseline version or allow-dirty is required',
  };
}

function table({ settings }: Project): { readonly schema: string; readonly name: string } {
  return { schema: settings['historySchema']!, name: settings['table']! };
}
