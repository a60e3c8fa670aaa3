import type { Span } from '../../text/span.js';
import type { Name } from '../identifier.js';
import type { Statement } from '../statement.js';
import type { Located, NameAt } from './names.js';

export interface CreateFunction extends Located {
  readonly kind: 'create-function';
  readonly name: NameAt;
  readonly orReplace: boolean;
  readonly procedure: boolean;
  /** Absent where it names a type by a column: `t.a%TYPE`. */
  readonly signature?: Signature;
  readonly language: string;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  /** `RETURNS trigger`: only a trigger calls it. */
  readonly forTriggers?: true;
  readonly securityDefiner?: true;
  /** Variables that it sets while it runs. */
  readonly settings?: readonly string[];
  /** Where the body's text stands, without its quotes; absent for `BEGIN ATOMIC`. */
  readonly body?: Span;
  /** Of one in SQL or PL/pgSQL: the text, as Postgres keeps it. */
  readonly code?: FunctionCode;
  /** What a call of it runs, where that may change tables, and it is none for triggers; as for a DO block, spans count in this statement. */
  readonly inner?: readonly InnerStatement[];
  /** Of a body in SQL or PL/pgSQL, which Postgres reads as it creates the function. */
  readonly errors?: readonly BodyError[];
}

/** What callers see of a function; types without schema and modifiers, which tell none from another. */
export interface Signature {
  /** Without those that are OUT only. */
  readonly parameters: readonly Parameter[];
  /** As it is returned, or made of OUT parameters: `int4`, `setof record(id int8, name text)`; of a procedure nothing. */
  readonly result: string;
}

export interface Parameter {
  readonly name: string | undefined;
  readonly type: string;
  readonly hasDefault: boolean;
}

export interface FunctionCode {
  readonly language: 'sql' | 'plpgsql';
  readonly text: string;
  /** Those that have names. */
  readonly parameters: readonly string[];
}

/** Also of a procedure; `ROUTINE` is either. */
export interface AlterFunction extends Located {
  readonly kind: 'alter-function';
  readonly name: NameAt;
  /** `SECURITY DEFINER` or `INVOKER`, where it says so. */
  readonly securityDefiner?: boolean;
  /** Variables that it sets while it runs. */
  readonly settings: readonly string[];
}

export interface DoBlock extends Located {
  readonly kind: 'do';
  readonly language: string;
  readonly body?: Span;
  /** What a body in PL/pgSQL runs, in the order of the text; absent where nobody can tell. */
  readonly inner?: readonly InnerStatement[];
  readonly errors?: readonly BodyError[];
  /** Inside the body. */
  readonly comments?: readonly Span[];
}

/** Spans count in the block's statement, those of `statement` from its own first token. */
export type InnerStatement = {
  readonly span: Span;
  /** It runs, and once, whatever the data. */
  readonly certain: boolean;
} & (
  /** `quoted`: it stands in a string of its own, in which a quote would have to be doubled. */
  | { readonly kind: 'statement'; readonly statement: Statement; readonly quoted?: true }
  /** `EXECUTE` of what is put together as it runs. */
  | { readonly kind: 'dynamic' }
  /** It may change the schema, and nobody can tell how. */
  | { readonly kind: 'unknown' }
);

/** Postgres's own words about a statement inside a body. */
export interface BodyError {
  readonly message: string;
  /** The token at which Postgres stops reading. */
  readonly at: Span;
}

export interface Call extends Located {
  readonly kind: 'call';
  readonly name: Name;
}
