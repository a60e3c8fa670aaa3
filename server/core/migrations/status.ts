import type { Migration } from './migration.js';

/** The words of the design's table of states, used by tree, lens, decorations and command line. */
export type State =
  | 'pending' | 'applied' | 'modified' | 'outdated' | 'outOfOrder' | 'failed' | 'missing'
  | 'undone' | 'baseline' | 'ignored' | 'superseded';

/** A row of a tool's history table, decoded. */
export interface Applied {
  /** Matches `Migration.id`. */
  readonly id: string;
  readonly version?: string;
  readonly name: string;
  /** ISO 8601, as the server gave it. */
  readonly appliedAt?: string;
  readonly by?: string;
  readonly milliseconds?: number;
  readonly checksum?: string;
  readonly success: boolean;
  /** The tool's own kind of row: `SQL`, `BASELINE`, `UNDO_SQL`. */
  readonly type?: string;
  /** The file, relative to the tool's folder, where the tool keeps that. */
  readonly script?: string;
  /** The order in which rows were written. */
  readonly rank?: number;
}

/** One line of a project's status on one connection. */
export interface Row {
  readonly state: State;
  readonly migration?: Migration;
  readonly applied?: Applied;
  /** Of `modified`: what differs. `unknown` when the applied text cannot be had. */
  readonly difference?: 'sql' | 'formatting' | 'unknown';
  /** What this tool will do because of it: with an `outOfOrder`; `refuse` also where it validates what was applied. */
  readonly willRun?: 'run' | 'refuse' | 'skip';
  /** Of `missing`: the git branches that have its file. */
  readonly foundOn?: readonly string[];
  /** A sentence for people: the tool's own words where it has some. */
  readonly reason?: string;
}
