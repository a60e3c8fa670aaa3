import type { Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { identifier, qualified } from '../../sql/identifier.js';
import { fileOf } from '../../text/paths.js';
import type { History } from '../tool/history.js';
import type { Project } from '../tool/project.js';

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

/** `Executor.Pending`, with `--exec-order linear`. */
function compare(migrations: readonly Migration[], applied: readonly Applied[], { settings }: Project): readonly Row[] {
  const rows = new Map(applied.map(it => [it.id, it]));
  const baseline = applied.find(it => it.type === 'baseline')?.id;
  const highest = applied.reduce((max, it) => (it.id > max ? it.id : max), '');
  const compared = migrations.map((migration): Row => {
    const row = rows.get(migration.id);
    if (row?.success === false) return { state: 'failed', migration, applied: row, reason: `Statements applied: ${row.script!}` };
    if (row?.type === 'baseline') return { state: 'baseline', migration, applied: row };
    if (row) {
      const sum = migration.up && settings[`sum:${fileOf(migration.up.path)}`];
      return sum !== undefined && sum !== row.checksum
        ? { state: 'modified', migration, applied: row, willRun: 'run', reason: 'atlas.sum has another hash of it than the history' }
        : { state: 'applied', migration, applied: row };
    }
    if (baseline !== undefined && migration.id <= baseline) return { state: 'ignored', migration, reason: `Before the baseline ${baseline}` };
    return migration.id > highest
      ? { state: 'pending', migration }
      : { state: 'outOfOrder', migration, willRun: 'refuse', reason: `migration file ${fileOf(migration.up?.path ?? '')} was added out of order. See: https://atlasgo.io/versioned/apply#non-linear-error` };
  });
  const known = new Set(migrations.map(it => it.id));
  return [...compared, ...applied.filter(it => !known.has(it.id)).map((it): Row => (it.type === 'baseline' ? { state: 'baseline', applied: it } : { state: 'missing', applied: it, willRun: 'run' }))];
}

function table({ settings }: Project): { readonly schema: string; readonly name: string } {
  return { schema: settings['historySchema']!, name: settings['table']! };
}
