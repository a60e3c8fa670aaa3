import type { SafeForm } from '../../sql/script.js';
import type { Span } from '../../text/span.js';

/** What a migration in another language sends each way, in order. */
export interface Translation {
  /** Absent where that way is written in SQL, as it stands. */
  readonly up?: readonly Fragment[];
  readonly down?: readonly Fragment[];
  /** The file's comments: suppressions are read from them. */
  readonly comments: readonly Span[];
  /** Handed to the next migration: tables by model, say. Immutable. */
  readonly known: unknown;
}

/** What one call, or one literal, of a file that is not SQL sends. */
export interface Fragment {
  /** One statement or several: `op.drop_index('i')` sends `DROP INDEX i`. Empty with `unknown`. */
  readonly sql: string;
  /** The call or the literal, in the file. */
  readonly span: Span;
  /** Of a literal: the file's offset of each UTF-16 unit of `sql`, and of its end. Absent, all is told at `span`. */
  readonly offsets?: readonly number[];
  /** By rule: the tool's own safe form, in place of what the rule would do to SQL. Edits count in the file. */
  readonly safeForms?: Readonly<Record<string, readonly SafeForm[]>>;
  /** Something runs here that cannot be told, and may change the schema. */
  readonly unknown?: true;
  /** To be followed, not judged: the COMMIT before a part that runs outside the tool's transaction. */
  readonly unjudged?: true;
}
