import type { Migration } from '../../migrations/migration.js';
import type { Applied } from '../../migrations/status.js';
import type { SqlProblem } from '../../sql/problem.js';
import type { Tool } from '../tool.js';
import type { Address } from './address.js';
import type { Place, Sql } from './history.js';
import type { Project } from './project.js';

/** We run plain SQL ourselves; what only the tool understands, the tool runs. */
export type Run =
  | {
      readonly by: 'us';
      /** Written before the script, in a commit of its own: golang-migrate's dirty row. */
      before?(step: Step): readonly Sql[];
      /** Written with the script, or after it. */
      after(step: Step): readonly Sql[];
      /** Written when the script failed and no transaction undid it. */
      failed?(step: Step, problem: SqlProblem): readonly Sql[];
      forget(step: Step): readonly Sql[];
      /** Statements that the tool sends before each script, inside its transaction. */
      prepare?(step: Step): readonly Sql[];
      /** The history row commits together with the script, where the script runs in a transaction. */
      readonly atomic: boolean;
      /** Some migrations only the tool understands: where one of them is to run, it runs all. */
      readonly otherwise?: { needed(migration: Migration): boolean; readonly run: ByTool };
    }
  | ByTool
  /** Neither we nor its command, which does not say what it runs; the sentence says who. */
  | { readonly by: 'nobody'; readonly why: string };

export interface ByTool {
  readonly by: 'tool';
  command(direction: 'up' | 'down', to: Migration, project: Project): Command;
}

/** Who runs these. */
export function runOf({ run }: Pick<Tool, 'run'>, migrations: readonly Migration[]): Run {
  return run.by === 'us' && run.otherwise && migrations.some(run.otherwise.needed) ? run.otherwise.run : run;
}

/** How a tool is told to run one migration, and those that must come before it. */
export interface Command {
  /** Never a shell's. The first is a program on the PATH, or one of the folder's own where it has a slash: `bin/rails`. */
  readonly argv: readonly [string, ...string[]];
  /** Where it is started; relative to the workspace root. */
  readonly folder: string;
  /** The variables that tell the tool its database. Absent, its own configuration decides, and the plan says so. */
  readonly environment?: (address: Address) => Readonly<Record<string, string>>;
}

/** Runs the project's code, so never unasked; and changes nothing, for which `database` says what keeps it from it. */
export interface Preview {
  /** What the command needs: `nothing` but the files, a server whose history it may `read`, or one where it runs the migration in a transaction that is `rolledBack`. */
  readonly database: 'nothing' | 'read' | 'rolledBack';
  /** What it does not show, in a sentence. */
  readonly limit: string;
  command(direction: 'up' | 'down', migration: Migration, project: Project): Command;
  /** The migration's part of what the command printed; `undefined` where it has none. */
  read(printed: string, migration: Migration): string | undefined;
}

export interface Step {
  readonly migration: Migration;
  readonly project: Project;
  readonly place: Place;
  /** As the history stood when the run began. */
  readonly applied: readonly Applied[];
  readonly checksum: string | undefined;
  readonly milliseconds: number;
}
