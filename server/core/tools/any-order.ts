import type { Migration } from '../migrations/migration.js';
import type { Applied, Row } from '../migrations/status.js';

/**
 * The rows of a tool that runs whatever its history has not, also where it sorts before what was applied. `found`: what a
 * migration with a row is, where that is more than applied; `missing`: what the tool says of a row without a file.
 */
export function inAnyOrder(
  migrations: readonly Migration[], applied: readonly Applied[],
  { found = isApplied, missing }: { readonly found?: (migration: Migration, row: Applied) => Row; readonly missing: (row: Applied) => Pick<Row, 'willRun' | 'reason'> },
): readonly Row[] {
  const rows = new Map(applied.map(it => [it.id, it]));
  const newest = migrations.findLastIndex(it => rows.has(it.id));
  const known = new Set(migrations.map(it => it.id));
  return [
    ...migrations.map((migration, at): Row => {
      const row = rows.get(migration.id);
      if (row) return found(migration, row);
      return at < newest ? { state: 'outOfOrder', migration, willRun: 'run' } : { state: 'pending', migration };
    }),
    ...applied.filter(it => !known.has(it.id)).map((it): Row => ({ state: 'missing', applied: it, ...missing(it) })),
  ];
}

function isApplied(migration: Migration, applied: Applied): Row {
  return { state: 'applied', migration, applied };
}
