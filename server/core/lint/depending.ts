import type { Catalog, FullName, Relation, Table } from '../schema/catalog.js';
import { keyOf } from '../sql/identifier.js';
import { named } from './words.js';

/** Views that surely read the column. */
export function viewsReading(table: FullName, column: string, catalog: Catalog): readonly Relation[] {
  return catalog.dependents(table).filter(it => isReading(it, table, column, catalog));
}

function isReading(relation: Relation, table: FullName, column: string, catalog: Catalog): boolean {
  if (relation.kind !== 'view' && relation.kind !== 'materialized-view') return false;
  if (!relation.columnsRead?.includes(column) || relation.given?.includes(column)) return false;
  // It names columns, and not of which relation: of others that it reads, none may have one of this name.
  return relation.reads.every(it => {
    if (keyOf(it) === keyOf(table)) return true;
    const other = catalog.relation(it);
    if (other?.kind === 'table') return !other.partial && !other.columns.has(column);
    return other !== undefined && 'columns' in other && other.columns?.includes(column) === false;
  });
}

/** Other tables whose foreign keys need a key of this one that `isLost`. */
export function referrersOf(table: Table, isLost: (key: readonly string[]) => boolean, catalog: Catalog): readonly FullName[] {
  return table.referencedBy.filter(by => keyOf(by) !== keyOf(table.name)
    && catalog.table(by)?.constraints.some(it => it.references && keyOf(it.references.table) === keyOf(table.name) && isLost(it.references.columns)) === true);
}

/** `public` goes without saying. */
export function shown({ schema, name }: FullName): string {
  return named(schema === 'public' ? { name } : { schema, name });
}
