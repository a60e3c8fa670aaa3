import type { Catalog, FullName, Index } from '../schema/catalog.js';

/** Some index finds the rows with given values in these columns: it begins with one of them. */
export function findsBy(indexes: readonly Index[], columns: readonly string[]): boolean {
  return indexes.some(it => beginsWith(it, columns));
}

export function beginsWith({ method, columns: keys, where, only }: Index, columns: readonly string[]): boolean {
  if (only || keys[0] === undefined || !columns.includes(keys[0])) return false;
  if (method !== 'btree' && !(method === 'hash' && columns.length === 1)) return false;
  // One that leaves out nothing but nulls serves as well: no row with a null refers to anything.
  return where === undefined || (where.calls.length === 0 && where.provesNotNull.length > 0 && where.provesNotNull.every(it => columns.includes(it))
    && (where.comparisons ?? []).every(it => it.operator === 'is-not-null'));
}

/** The table has no such foreign key any more, or an index for it. */
export function isServed(later: Catalog, table: FullName, columns: readonly string[]): boolean {
  const found = later.table(table);
  return !found?.constraints.some(it => it.kind === 'foreign-key' && it.columns.length === columns.length && it.columns.every((column, i) => column === columns[i])) || findsBy(found.indexes, columns);
}
