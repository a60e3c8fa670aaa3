import type { Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { qualified } from '../../sql/identifier.js';
import { inAnyOrder } from '../any-order.js';
import type { History } from '../tool/history.js';

const TABLE = { schema: 'hdb_catalog', name: 'hdb_version' } as const;

/** Of one row, a document: `{"migrations": {"default": {"1700000000000": false}}}`, where true is what failed half-way. */
export const history: History = {
  table: () => TABLE,
  columns: ['hasura_uuid', 'cli_state'],
  create: () => [],
  read: ({ settings }) => ({
    text: `SELECT state.key AS version, state.value::text AS dirty FROM ${qualified(TABLE)} AS history, jsonb_each(history.cli_state -> 'migrations' -> $1::text) AS state ORDER BY length(state.key), state.key`,
    values: [settings['database'] ?? 'default'],
  }),
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
