import type { Name } from '../identifier.js';
import type { Expression } from './expression.js';
import type { Located, NameAt } from './names.js';

export interface CreateIndex extends Located {
  readonly kind: 'create-index';
  readonly name?: NameAt;
  readonly table: NameAt;
  readonly unique: boolean;
  readonly concurrently: boolean;
  readonly ifNotExists: boolean;
  readonly only: boolean;
  readonly method: string;
  /** A column's name, or `undefined` where the key is an expression. */
  readonly columns: readonly (string | undefined)[];
  readonly include: readonly string[];
  readonly where?: Expression;
  /** What `columns` says, in full, in the same order. */
  readonly keys?: readonly IndexKey[];
  readonly nullsNotDistinct?: boolean;
}

export interface IndexKey {
  readonly column?: string;
  readonly expression?: Expression;
  /** What Postgres calls the expression in a name that it makes, if anything. */
  readonly label?: string;
  readonly collation?: Name;
  readonly operatorClass?: Name;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export interface Reindex extends Located {
  readonly kind: 'reindex';
  readonly of: 'index' | 'table' | 'schema' | 'system' | 'database';
  readonly name?: NameAt;
  readonly concurrently: boolean;
}

export interface Cluster extends Located {
  readonly kind: 'cluster';
  readonly table?: NameAt;
  readonly index?: string;
}
