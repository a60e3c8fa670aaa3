import type { Migration } from '../../migrations/migration.js';
import type { Sql } from './history.js';
import type { Step } from './run.js';

/** Where a migration failed. */
export interface Failing extends Pick<Step, 'project' | 'place' | 'applied'> {
  /** In the tool's order. */
  readonly migrations: readonly Migration[];
}

/** One way out of a failure: what somebody vouches for, and what is then written into the history. */
export interface Repair {
  /** `undone`: nothing of the migration is in the database; `done`: all of it is; `kept`: its way back failed, and nothing of that is. */
  readonly as: 'undone' | 'done' | 'kept';
  /** How the tool itself is told: `migrate force 2`. */
  readonly command: string;
  /** The migration that is spoken of; absent where it has no file. */
  readonly of?: Migration;
  /** What must be true: the work of these is in the database, and that of those is not. */
  readonly there: readonly Migration[];
  readonly gone: readonly Migration[];
  /** The script that has failed, if this is the way out. */
  readonly failed?: { readonly migration: Migration; readonly direction: 'up' | 'down' };
  readonly write: readonly Sql[];
}
