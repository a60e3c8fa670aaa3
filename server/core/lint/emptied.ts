import type { Catalog } from '../schema/catalog.js';
import { keyOf } from '../sql/identifier.js';
import type { Name } from '../sql/identifier.js';
import type { Statement } from '../sql/statement.js';

/** `truncated`: nothing of it is left to read; `deleted`: only its dead rows are. */
export type Emptying = 'truncated' | 'deleted';

/** The relations that one migration has emptied so far, and not filled since. */
export interface EmptiedRelations {
  readonly size: number;
  get(relation: Name, catalog: Catalog): Emptying | undefined;
  /** `before` the statement. */
  add(statement: Statement, before: Catalog): void;
}

export function emptiedRelations(): EmptiedRelations {
  const known = new Map<string, Emptying>();
  const keyIn = (name: Name, catalog: Catalog): string => keyOf(catalog.fullName(name));

  return {
    get size() { return known.size; },
    get: (relation, catalog) => known.get(keyIn(relation, catalog)),
    add(statement, before) {
      switch (statement.kind) {
        case 'truncate':
          for (const table of statement.tables) known.set(keyIn(table, before), 'truncated');
          return;
        case 'delete':
          if (statement.target && !statement.where) known.set(keyIn(statement.target, before), 'deleted');
          return;
        case 'insert':
        case 'merge':
          if (statement.target && known.size > 0) known.delete(keyIn(statement.target, before));
          return;
        case 'copy':
          if (statement.from && statement.table && known.size > 0) known.delete(keyIn(statement.table, before));
          return;
        default:
          return;
      }
    },
  };
}
