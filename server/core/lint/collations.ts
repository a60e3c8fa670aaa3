import type { NameAt } from '../sql/statement/names.js';
import type { AlterAction } from '../sql/statement/tables.js';
import type { Context } from './rule.js';

type TypeChange = Extract<AlterAction, { readonly kind: 'alter-column-type' }>;

/** The same change of type, were the column to keep its collation. */
export function withOldCollation({ collation: _, ...action }: TypeChange, table: NameAt, { catalog }: Pick<Context, 'catalog'>): TypeChange {
  const old = catalog.table(table)?.columns.get(action.column)?.collation;
  return old === undefined ? action : { ...action, collation: old };
}
