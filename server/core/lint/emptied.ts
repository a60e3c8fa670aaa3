import type { Catalog } from '../schema/catalog.js';
import { keyOf } from '../sql/identifier.js';
import type { Name } from '../sql/identifier.js';
import type { Statement } from '../sql/statement.js';

/**
 * Whether these statements, in order, leave the relation without rows: `truncated`, and nothing of it is left to read;
 * or `deleted`, and only its dead rows are.
 */
export function emptied(relation: Name, statements: readonly Statement[], catalog: Catalog): 'truncated' | 'deleted' | undefined {
  const key = keyOf(catalog.fullName(relation));
  const is = (name: Name | undefined) => name !== undefined && keyOf(catalog.fullName(name)) === key;
  for (const statement of statements.toReversed()) {
    switch (statement.kind) {
      case 'truncate':
        if (statement.tables.some(is)) return 'truncated';
        break;
      case 'delete':
        if (is(statement.target) && !statement.where) return 'deleted';
        break;
      case 'insert':
      case 'merge':
        if (is(statement.target)) return undefined;
        break;
      case 'copy':
        if (statement.from && is(statement.table)) return undefined;
        break;
      default:
        break;
    }
  }
  return undefined;
}
