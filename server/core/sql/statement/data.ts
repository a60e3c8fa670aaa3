import type { Span } from '../../text/span.js';
import type { Name } from '../identifier.js';
import type { Lock } from '../locks.js';
import type { Expression } from './expression.js';
import type { Located, NameAt } from './names.js';

export interface Truncate extends Located {
  readonly kind: 'truncate';
  readonly tables: readonly NameAt[];
  readonly cascade: boolean;
  readonly restartIdentity?: boolean;
}

export interface LockTable extends Located {
  readonly kind: 'lock-table';
  readonly tables: readonly NameAt[];
  /** As in `pg_locks.mode`. */
  readonly mode: Lock;
}

export interface Vacuum extends Located {
  readonly kind: 'vacuum' | 'analyze';
  readonly tables: readonly NameAt[];
  readonly full: boolean;
}

export interface Dml extends Located {
  readonly kind: 'insert' | 'update' | 'delete' | 'merge' | 'select';
  /** What is written; absent for a SELECT. */
  readonly target?: NameAt;
  /** Everything else it reads. */
  readonly reads: readonly NameAt[];
  readonly locking: boolean;
  /** Relations whose rows `FOR UPDATE`, `FOR SHARE` and their like lock. */
  readonly locks?: readonly NameAt[];
  /** Has a condition; of an INSERT, the query that it inserts. */
  readonly where: boolean;
  /** The condition is false whatever the row: `WHERE false`, `… AND false`. */
  readonly never?: boolean;
  /** The condition is true whatever the row: `WHERE true`, `1 = 1`. */
  readonly always?: boolean;
  /** Of an UPDATE or a DELETE: columns that are NULL in all rows that it changes, where the condition says nothing else. */
  readonly whereNull?: readonly string[];
  /** Of an UPDATE or a DELETE: columns that its condition compares with constants, by `=` or IN. */
  readonly wherePinned?: readonly string[];
  readonly limited?: boolean;
  /** Columns that are given values: of an INSERT those in its list, of an UPDATE those that it sets. */
  readonly columns?: readonly string[];
  /** Whole columns that one list gives a value for more than once, each time after the first. */
  readonly repeated?: readonly { readonly column: string; readonly span: Span }[];
  /** `ON CONFLICT DO UPDATE`. */
  readonly onConflictUpdate?: boolean;
  /** Of a MERGE. */
  readonly does?: readonly ('insert' | 'update' | 'delete')[];
  /** What `WITH` writes beside it. */
  readonly writes?: readonly Dml[];
  readonly calls: Expression['calls'];
  /** Of an INSERT … VALUES: how many rows. */
  readonly rows?: number;
}

export interface Copy extends Located {
  readonly kind: 'copy';
  readonly table?: NameAt;
  readonly from: boolean;
  readonly stdin: boolean;
  /** Neither the client sends the rows, nor are they sent to it. */
  readonly onServer?: 'file' | 'program';
  /** Of `COPY (query) TO`. */
  readonly reads?: readonly Name[];
}
