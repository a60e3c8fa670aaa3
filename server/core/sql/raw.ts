import type { Span } from '../text/span.js';

/** A node of libpg_query's JSON: `{ CreateStmt: {…} }`. Its `location`s count UTF-8 bytes from the statement's start. */

export type RawNode = { readonly [type: string]: any };

/**
 * Spans that libpg_query does not have, from pgsql-ast-parser where it read the same statement
 * and found as many parts; in UTF-16 from the statement's start. `lower` searches tokens for the rest.
 */
export interface KnownSpans {
  /** Of `ALTER TABLE`: one a action, in order. */
  readonly actions?: readonly Span[];
  /** Of `DROP`: one a target. */
  readonly names?: readonly Span[];
  /** Of `CREATE TABLE`: one a column. */
  readonly columns?: readonly Span[];
}
