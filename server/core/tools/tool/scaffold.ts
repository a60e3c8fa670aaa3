import type { Migration } from '../../migrations/migration.js';
import type { Span } from '../../text/span.js';
import type { Project } from './project.js';

export interface ScaffoldRequest {
  readonly name: string;
  readonly project: Project;
  readonly existing: readonly Migration[];
  /** UTC; a parameter because core has no clock. */
  readonly now: Date;
  readonly down: boolean;
}

export interface NewFile {
  readonly path: string;
  readonly text: string;
  /** It is there already, and this is its new text: a list of migrations that the tool keeps. */
  readonly replaces?: true;
}

/** What one change is to become in a file that holds several migrations: the first step in its place, the others as migrations behind it. */
export interface Sequence {
  /** In the file: the statement with its semicolon, or the call. */
  readonly at: Span;
  /** Where the migration's other statements are. */
  readonly others: readonly Span[];
  readonly steps: readonly [SequenceStep, ...SequenceStep[]];
  readonly existing: readonly Migration[];
}

/** SQL with its semicolons, each way. */
export interface SequenceStep {
  readonly up: string;
  /** Absent where there is nothing to take back. */
  readonly down?: string;
  readonly outsideTransaction: boolean;
}
