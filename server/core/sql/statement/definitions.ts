import type { Span } from '../../text/span.js';
import type { Name } from '../identifier.js';
import type { Expression, TypeName } from './expression.js';
import type { NameAt } from './names.js';

/** `options`: of its sequence, if any are said. */
export interface Identity {
  readonly always: boolean;
  readonly options: boolean;
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type?: TypeName;
  readonly span?: Span;
  readonly notNull: boolean;
  /** `CONSTRAINT name NOT NULL`. */
  readonly notNullName?: string;
  readonly default?: Expression;
  readonly generated?: { readonly as: 'identity'; readonly identity: Identity } | { readonly as: 'stored' | 'virtual'; readonly expression: Expression };
  readonly collation?: Name;
  /** Written on the column itself; `not-null` is `notNull` above and not here. */
  readonly constraints: readonly Constraint[];
}

export interface Constraint {
  readonly kind: 'check' | 'foreign-key' | 'unique' | 'primary-key' | 'exclude' | 'not-null';
  readonly name?: string;
  readonly span?: Span;
  /** Columns of this table; for a check, those its expression reads. */
  readonly columns: readonly string[];
  readonly notValid: boolean;
  /** `NOT ENFORCED`, from Postgres 18. */
  readonly notEnforced: boolean;
  readonly deferrable: boolean;
  readonly expression?: Expression;
  readonly references?: {
    readonly table: NameAt;
    readonly columns: readonly string[];
    readonly onDelete?: ReferentialAction;
    readonly onUpdate?: ReferentialAction;
  };
  /** `INCLUDE (…)` of a unique constraint or a primary key. */
  readonly include?: readonly string[];
  /** Of an exclusion: `USING method`, and its condition. */
  readonly method?: string;
  readonly where?: Expression;
  readonly noInherit?: boolean;
  readonly nullsNotDistinct?: boolean;
  /** `USING INDEX name`. */
  readonly usingIndex?: string;
}

export type ReferentialAction = 'no-action' | 'restrict' | 'cascade' | 'set-null' | 'set-default';
