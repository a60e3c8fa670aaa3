import type { Span } from '../../text/span.js';
import type { Name } from '../identifier.js';

export interface Located {
  /** The words that say what the statement is: `CREATE UNIQUE INDEX`, `ALTER TABLE`. Where findings on the whole statement point. */
  readonly keyword: Span;
}

/** A name and where it stands; spans may be missing where neither parser knows them. */
export interface NameAt extends Name {
  /** `ONLY`: without what inherits from it. Of what is truncated, locked, read or written. */
  readonly only?: boolean;
  readonly span?: Span;
}

export type ObjectKind =
  | 'table' | 'foreign-table' | 'index' | 'view' | 'materialized-view' | 'sequence' | 'schema' | 'type' | 'domain' | 'extension'
  | 'function' | 'procedure' | 'aggregate' | 'trigger' | 'policy' | 'rule' | 'statistics' | 'collation' | 'publication' | 'subscription'
  | 'constraint' | 'column' | 'database' | 'tablespace' | 'role' | 'other';
