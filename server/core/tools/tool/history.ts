import type { Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import type { Project } from './project.js';

/** A statement and its parameters. Never build `text` from input: quote with `identifier()`. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Where a project's history lives on a server: what the tool would have found by connecting itself. */
export interface Place {
  readonly database: string;
  /** What unqualified names mean: the project's schema, else the session's current one. */
  readonly schema: string;
  readonly user: string;
}

export interface History {
  /** Why there is none, and what to do about it, in sentences: then nothing is ever known of what was applied. */
  readonly absent?: string;
  /** The table's name for a project: unqualified parts resolved against `place`. */
  table(project: Project, place: Place): { readonly schema: string; readonly name: string };
  /** Other tables that the tool makes beside it. */
  readonly besides?: readonly string[];
  /** The columns that prove the table to be this tool's. */
  readonly columns: readonly string[];
  /** Columns that prove it to be another tool's, which gives the same name to its own. */
  readonly foreignColumns?: readonly string[];
  /** What a column may hold whose values are compared as numbers: by others nothing can be told. NULL is the empty text. */
  readonly versions?: { readonly column: string; readonly holds: RegExp };
  create(project: Project, place: Place): readonly Sql[];
  /** Where the tool does not begin on a schema that holds something without a history: `filled` gives a row then. */
  unlessFilled?(project: Project, place: Place): { readonly filled: Sql; readonly refusal: string };
  read(project: Project, place: Place): Sql;
  decode(rows: readonly Readonly<Record<string, unknown>>[], migrations: readonly Migration[]): readonly Applied[];
  /** Compares the folder with the history, by the tool's own rules, in its order; history-only rows last. */
  compare(migrations: readonly Migration[], applied: readonly Applied[], project: Project): readonly Row[];
}
