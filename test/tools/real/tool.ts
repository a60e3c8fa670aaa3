import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ran } from './program.js';

/** By their names below the tool's folder. */
export type Files = Readonly<Record<string, string>>;

/** A migration tool as its authors ship it, run as a child process. `install.mjs` fetches it. */
export interface RealTool {
  /** As in `tools.json`. */
  readonly id: string;
  readonly version: string;
  readonly installed: boolean;
  /** Versions of one tool live through the same, and are one folder of `test/tools/fixtures`, by the name of our adapter or of a form that it knows. */
  readonly form: string;
  /** Where its migrations lie, `migrations` unless it says so. */
  readonly folder?: string;
  /** Its settings are parameters of the connection's URL. */
  readonly inUrl?: true;
  /** Files beside its migrations that it, or our detection of it, reads. */
  readonly config?: (settings: At['settings']) => Files;
  /** What applies everything that is pending. */
  readonly migrate: readonly string[];
  /** The folder of its programs, for whoever starts it by name. */
  readonly programs?: string;
  run(args: readonly string[], at: At): Promise<Ran>;
  /** What it says itself about a folder and a database. */
  tell(at: At): Promise<Told>;
  readonly history: {
    /** The table, with its schema. */
    table(settings: At['settings']): string;
    /** A column, where the first is none to order by. */
    readonly by?: string;
  };
  readonly story: Story;
  /** How it is told what became of a failure. */
  readonly repairs?: readonly Telling[];
  readonly scenarios: readonly Scenario[];
}

/** Where a tool runs: a folder with its migrations in it, and a database. */
export interface At {
  readonly root: string;
  /** Of the migrations, below the root. */
  readonly folder: string;
  readonly url: string;
  /** Put before the others when it is to be started by name. */
  readonly programs?: string | undefined;
  /** Settings of the tool, by the names it gives them; its `config` and its `run` say where they go. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface Told {
  /** Its list of migrations, without what differs from run to run; empty where it keeps none. */
  readonly lines: readonly Line[];
  /** The sentences of its `validate`, or of its refusal to say anything. */
  readonly complaints: string;
  /** golang-migrate's `version`. */
  readonly version?: string;
  /** What its next `up` printed, without the times. */
  readonly next?: string;
}

export interface Line {
  readonly version: string;
  readonly description: string;
  readonly type: string;
  readonly state: string;
}

/** The same scenes for every tool, as data. */
export interface Story {
  readonly first: Files;
  readonly rest: Files;
  /** With each of these, `first` leads to the same. */
  readonly settings: readonly Readonly<Record<string, string>>[];
  /** Over `first`, once it is applied. */
  readonly edits: Files;
  /** What we then say of each: version, state, difference. */
  readonly edited: readonly string[];
  readonly failures: readonly Failure[];
  /** Takes seconds, and writes a row into `runs` each time it runs; absent where the tool has no lock. */
  readonly slow?: Files;
  /** What the tool says where it does not wait for its lock. */
  readonly busy?: RegExp;
  /** Only the tool applies: what we do is read. */
  readonly readOnly?: true;
}

export interface Failure {
  readonly name: string;
  readonly files: Files;
  readonly settings?: Readonly<Record<string, string>>;
  /** Our words about what it left. */
  readonly left: string;
}

export interface Telling {
  /** Our word for it. */
  readonly as: string;
  readonly args: readonly string[];
  readonly files: Files;
  readonly settings?: Readonly<Record<string, string>>;
  /** After the tool has run them. */
  readonly sql?: string;
  /** What it is told then, and fails at. */
  readonly then?: readonly string[];
}

/** What a tool lives through; what that leaves is kept under `test/tools/fixtures/<form>/<name>/`. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** The tool's own settings. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** `run` may fail, as a part of the story. */
export type Step = { readonly write: Files } | { readonly remove: readonly string[] } | { readonly run: readonly string[] } | { readonly sql: string };

/** What is installed of a tool, and where. */
export function installed(id: string): Pick<RealTool, 'id' | 'version' | 'installed'> {
  return { id, version: pinned[id]!.version, installed: existsSync(folderOf(id)) };
}

export function folderOf(id: string): string {
  return join(import.meta.dirname, '../../../.cache/tools', `${id}-${pinned[id]!.version}`);
}

const pinned = JSON.parse(readFileSync(join(import.meta.dirname, 'tools.json'), 'utf8')) as Record<string, { readonly version: string }>;
