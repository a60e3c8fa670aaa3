import type { Settings } from '../settings/settings.js';
import type { Project, Tool } from '../tools/tool.js';
import type { Migration, Source } from './migration.js';
import type { Problem } from './problem.js';

/** A project with its files read: everything that can be known without a database. Immutable. */
export interface ProjectIndex {
  /** Stable between openings: the tool and the folder, `flyway:db/migration`. */
  readonly id: string;
  readonly project: Project;
  /** Its `execution` already obeys the project file's `transaction`. */
  readonly tool: Tool;
  /** In the tool's order. */
  readonly migrations: readonly Migration[];
  /** By path: the migrations' files and those that the tool reads beside them. */
  readonly sources: ReadonlyMap<string, Source>;
  /** About names, order, pairs and bytes, with the severities of `settings`; sorted by path. */
  readonly problems: readonly Problem[];
  /** Of the nearest project file at or above the folder. */
  readonly settings: Settings;
  /** How many migrations, from the first, are at or before the settings' `baseline`: their risk is past. */
  readonly baselined: number;
}
