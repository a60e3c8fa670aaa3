import type { Name } from '../identifier.js';
import type { Expression } from './expression.js';
import type { Located, NameAt } from './names.js';

export interface Refresh extends Located {
  readonly kind: 'refresh-materialized-view';
  readonly view: NameAt;
  readonly concurrently: boolean;
  readonly withData: boolean;
}

export interface CreateView extends Located {
  readonly kind: 'create-view';
  readonly view: NameAt;
  readonly orReplace: boolean;
  readonly temporary: boolean;
  /** Relations that the query reads. */
  readonly reads: readonly Name[];
  /** The names of its columns, where the query says them. */
  readonly columns?: readonly string[];
  /** Columns that the query reads, of whatever relation; absent where a star reads them all. */
  readonly columnsRead?: readonly string[];
  /** Names that it gives to columns itself: one that it reads by such a name may be none of a relation. */
  readonly given?: readonly string[];
  /** Its star stands for the columns of the one relation that it reads. */
  readonly star?: true;
  /** It reads with the rights of whoever reads it, from PostgreSQL 15. */
  readonly securityInvoker?: true;
}

export interface CreateTrigger extends Located {
  readonly kind: 'create-trigger';
  readonly name: string;
  readonly table: NameAt;
  readonly orReplace: boolean;
  readonly constraint: boolean;
  readonly function?: Name;
  readonly forEachRow?: boolean;
  /** Columns of `UPDATE OF` and of its condition. */
  readonly columns?: readonly string[];
  /** Of a constraint trigger: the other table, `FROM`. */
  readonly from?: NameAt;
}

export interface CreatePolicy extends Located {
  readonly kind: 'create-policy' | 'alter-policy';
  readonly name: string;
  readonly table: NameAt;
  /** Columns that its conditions read. */
  readonly columns?: readonly string[];
  /** Other relations that its conditions read. */
  readonly reads?: readonly Name[];
  /** Of `create-policy`. */
  readonly restrictive?: true;
  readonly command?: 'all' | 'select' | 'insert' | 'update' | 'delete';
  /** `public` is everybody, which is also where it was not said. */
  readonly roles?: readonly string[];
  readonly using?: Expression;
  readonly check?: Expression;
}

export interface CreateRule extends Located {
  readonly kind: 'create-rule';
  readonly name: string;
  readonly table: NameAt;
  /** Other relations that its condition and actions read. */
  readonly reads?: readonly Name[];
  /** Relations that its actions write. */
  readonly writes?: readonly Name[];
}
