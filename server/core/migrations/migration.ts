import type { Span, TextEdit } from '../text/span.js';
import type { Remark } from './problem.js';

/**
 * A file as it was read, or a section of one. Paths are relative to the workspace root, with `/`, everywhere in core and flows.
 * `text` keeps line ends and has no byte order mark; offsets count in it.
 */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** It began with U+FEFF, which `text` leaves out. */
  readonly bom: boolean;
  /** The part of `text` that is the migration's, in a file of several; absent, all of it. */
  readonly within?: Span;
  /** The bytes are no UTF-8: `text` has U+FFFD in their place, and no checksum can be trusted. */
  readonly malformed: boolean;
  /** Of a file with sections: why the tool cannot read it, in its own words, and where. */
  readonly flaw?: Flaw;
}

/** Why a tool cannot read a text, or not as it was meant, and where. */
export interface Flaw {
  readonly message: string;
  readonly span: Span;
  /** What its author meant, where that can be told. */
  readonly mend?: { readonly title: string; readonly edits: readonly TextEdit[] };
}

/** One step of a project, in the tool's own terms. */
export interface Migration {
  /** Unique in the project and the key of a history row: `5`, `1.2`, `R:refresh views`. */
  readonly id: string;
  readonly kind: 'versioned' | 'repeatable' | 'baseline';
  /** As the tool stores it; absent for a repeatable. */
  readonly version?: string;
  /** The description, in the tool's own spelling. */
  readonly name: string;
  /** Absent where only a down file exists. */
  readonly up?: Source;
  readonly down?: Source;
  /** The tool's settings for this file alone, from a sidecar (`V5__x.sql.conf`). */
  readonly options?: Readonly<Record<string, string>>;
  /** Ids of those that must run before it, where the tool's migrations form a graph. */
  readonly after?: readonly string[];
  /** Where its file names it; absent, the file's start. */
  readonly at?: Span;
  /** What the tool says of its text, whatever the others are. */
  readonly remarks?: readonly Remark[];
}

/** What a source says, without the rest of its file. */
export function partOf({ text, within }: Pick<Source, 'text' | 'within'>): string {
  return within ? text.slice(within.start, within.end) : text;
}

/** One for each migration of a project, the same as long as it is called the same. */
export function keyOf(migration: Migration): string {
  return `${pathOf(migration)}\0${migration.id}`;
}

/** The file that stands for the migration: its up, else its down. */
export function pathOf(migration: Migration): string {
  return (migration.up ?? migration.down)!.path;
}
