import type { Severity } from '../migrations/problem.js';
import type { AllGiven } from './rule-settings.js';

/** The project file, `migration-lens.jsonc`, as plain data; what it leaves out has its default. */
export interface Settings {
  /** The target's major version; absent, the newest supported. */
  readonly postgres?: number;
  readonly projects: readonly ProjectSetting[];
  /** By rule id, of rules and of checks on files. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** What rules are told besides. */
  readonly ruleSettings?: AllGiven;
  readonly connections: Readonly<Record<string, ConnectionSetting>>;
  /** A connection's name or address: on its server replays make a database of their own. Absent, they run in memory. */
  readonly shadow?: string;
  /** What is so without any migration saying it: a `lock_timeout` set by the role, the connection or a hook of the tool. */
  readonly assume?: { readonly lockTimeout?: boolean };
  /** Risk findings start after this migration: an id or version, `V40`, `40`. */
  readonly baseline?: string;
}

export interface ProjectSetting {
  /** Relative to the workspace root; `.` for the root itself. */
  readonly folder: string;
  /** A tool's id; absent, as detected. */
  readonly tool?: string;
  /** How the files are called that no tool runs: `release-{version}-{name}.sql`. */
  readonly pattern?: string;
  /** Overrules what the tool's own configuration says about transactions. */
  readonly transaction?: 'file' | 'statement' | 'none';
}

export interface ConnectionSetting {
  /** May hold `${env:NAME}`, expanded where it is used; never a password. */
  readonly url: string;
  readonly level: Level;
  /** A tool that shows the SQL of a migration only by running it may do so here, in a transaction that is rolled back. */
  readonly preview?: boolean;
  /** The folder of the project that it is for; absent, every project. */
  readonly project?: string;
}

/** `protected`: apply asks to type the database's name; `readOnly`: apply is refused. */
export type Level = 'normal' | 'protected' | 'readOnly';

export const defaultSettings: Settings = { projects: [], rules: {}, connections: {} };
