import type { Span } from '../../text/span.js';
import type { Name } from '../identifier.js';

export interface TypeName extends Name {
  /** Postgres's own name, without modifiers: `int4`, `varchar`, `numeric`, also where `int` was written; a user's own as written. */
  readonly name: string;
  /** The numbers in parentheses. Of an `interval`: the bits of its fields (32767: all), then the precision. */
  readonly modifiers: readonly number[];
  readonly array: boolean;
  /** `serial`, `bigserial`, `smallserial`: no types but a macro; `name` is the integer behind it. */
  readonly serial: boolean;
  /** As the author wrote it: `character varying(50)`, `geometry(Point, 4326)[]`. */
  readonly text?: string;
  readonly span?: Span;
}

/** What can be said about an expression without running it. */
export interface Expression {
  readonly span?: Span;
  /** As the author wrote it. */
  readonly text: string;
  /** The literal NULL, casts aside. */
  readonly isNull: boolean;
  /** Every function called anywhere inside, in order; `CURRENT_TIMESTAMP` and its like are not functions and not here. */
  readonly calls: readonly FunctionCall[];
  /** Columns read anywhere inside. */
  readonly columns: readonly string[];
  /** What each value must satisfy, as far as it is said plainly: the parts of a top-level AND that compare a column with constants. */
  readonly comparisons?: readonly Comparison[];
  /** `a IS NOT NULL [AND b IS NOT NULL …]`: the columns it proves, else empty. */
  readonly provesNotNull: readonly string[];
  /** The top node is only casts around a column of this name. */
  readonly castOfColumn?: string;
  /** The types of those casts, innermost first. */
  readonly casts?: readonly TypeName[];
}

export interface FunctionCall extends Name {
  readonly arguments: number;
  /** The first argument, where it is a string: the sequence of `nextval('s')`. */
  readonly literal?: string;
}

export interface Comparison {
  readonly column: string;
  readonly operator: '=' | '<>' | '<' | '<=' | '>' | '>=' | 'in' | 'is-null' | 'is-not-null';
  /** Constants as written, without quotes. */
  readonly values: readonly string[];
}
