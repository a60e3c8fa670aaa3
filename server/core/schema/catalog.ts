import type { Name } from '../sql/identifier.js';
import type { Statement, TypeName } from '../sql/statement.js';

/**
 * The schema as the migrations so far have made it: an immutable value; `after` gives the next.
 * What no migration mentions is unknown, not absent, unless `complete`.
 */
export interface Catalog {
  /** Everything so far was understood, from an empty database on: what is not here does not exist. */
  readonly complete: boolean;
  table(name: Name): Table | undefined;
  after(statement: Statement): Catalog;
}

export interface Table {
  readonly name: Required<Name>;
  readonly columns: ReadonlyMap<string, Column>;
}

export interface Column {
  readonly name: string;
  readonly type?: TypeName;
  readonly notNull: boolean;
}
