import type { Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { qualified } from '../../sql/identifier.js';
import { inAnyOrder } from '../any-order.js';
import type { History } from '../tool/history.js';
import type { Project } from '../tool/project.js';

/**
 * Of one row, a document: `{"migrations": {"default": {"1700000000000": false}}}`, where true is what failed half-way. Before
 * version 3 of the configuration, a row for each (`cli/internal/statestore/migrations`).
 */
export const history: History = {
  table,
  // Both are in Hasura's own schema.
  columns: [],
  create: () => [],
  read: project => isFlat(project)
    ? { text: `SELECT version::text AS version, dirty::text AS dirty FROM ${qualified(table(project))} AS history ORDER BY history.version`, values: [] }
    : {
      text: `SELECT state.key AS version, state.value::text AS dirty FROM ${qualified(table(project))} AS history, jsonb_each(history.cli_state -> 'migrations' -> $1::text) AS state ORDER BY length(state.key), state.key`,
      values: [project.settings['database'] ?? 'default'],
    },
  decode: (rows, migrations) => {
    const names = new Map(migrations.map(it => [it.id, it.name]));
    return rows.map((row): Applied => {
      const version = String(row['version']);
      return { id: version, version, name: names.get(version) ?? '', success: row['dirty'] !== 'true' };
    });
  },
  compare,
};

/** `readUp`: every version is looked up, wherever it sorts; rows without files are not looked at. */
function compare(migrations: readonly Migration[], applied: readonly Applied[]): readonly Row[] {
  return inAnyOrder(migrations, applied, {
    found: (migration, row) => row.success
      ? { state: 'applied', migration, applied: row }
      : { state: 'failed', migration, applied: row, reason: `Hasura marked the version ${row.version} as dirty` },
    missing: () => ({ willRun: 'run' }),
  });
}

function table(project: Project): { readonly schema: string; readonly name: string } {
  return { schema: 'hdb_catalog', name: isFlat(project) ? 'schema_migrations' : 'hdb_version' };
}

function isFlat({ settings }: Project): boolean {
  return settings['database'] === '';
}
