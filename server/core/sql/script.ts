import type { Span } from '../text/span.js';
import type { Statement } from './statement.js';

/**
 * A script cut into pieces, each parsed on its own, so that one broken statement hides nothing
 * of the others. `text` is what the author wrote; all spans of the script count in it.
 */
export interface Script {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Every comment, in order, without the line end. Suppressions are read from these. */
  readonly comments: readonly Span[];
}

export type Piece =
  | {
      readonly kind: 'statement';
      /** From the first token to the last, without the semicolon and without leading comments. */
      readonly span: Span;
      /** Its own spans count from `span.start`, so that an unchanged statement can be shared between edits. */
      readonly statement: Statement;
    }
  | {
      readonly kind: 'error';
      readonly span: Span;
      /** Postgres's own words. */
      readonly message: string;
      /** Where Postgres stopped reading, in the script; the token there. */
      readonly at: Span;
    }
  /** A `\command` of psql, or the rows that follow `COPY … FROM stdin`. */
  | { readonly kind: 'psql'; readonly span: Span }
  | { readonly kind: 'copy-data'; readonly span: Span }
  /** Too large to be parsed for its content (data, as a rule); only its first keyword is known. */
  | { readonly kind: 'opaque'; readonly span: Span; readonly keyword: string };
