import type { Shown } from './core/editor/lock-notes.js';
import type { State } from './core/migrations/status.js';
import type { Position, Range } from './core/text/lines.js';

/** What the editor may ask beyond LSP. Both ends take their types from these tables; everything in them is JSON. */
export interface Requests {
  'migrations/projects': { readonly params: Record<string, never>; readonly result: readonly ProjectInfo[] };
  /** What is on disk, in the tool's order, without any connection. */
  'migrations/list': { readonly params: { readonly project: string }; readonly result: readonly MigrationInfo[] };
  /** Reads, never writes. The server remembers the rows for lenses, silence and history problems of the active connection. */
  'migrations/status': { readonly params: Target; readonly result: StatusReply };
  'migrations/plan': { readonly params: Target & { readonly to?: string }; readonly result: PlanReply };
  /**
   * Progress arrives as `migrations/progress` under the same token; cancelling the request cancels on the server.
   * `planned` are the ids of the plan that the person saw, in order. `to` is an id, as in `migrations/plan`.
   */
  'migrations/apply': { readonly params: Target & { readonly to?: string; readonly planned: readonly string[]; readonly token: string }; readonly result: ApplyReply };
  /**
   * What is broken in a history, and the ways out. It reads. `which`: the id of a migration that has failed; without it, a lock
   * that somebody has left behind, or the first that has failed.
   */
  'migrations/repairs': { readonly params: Target & { readonly which?: string }; readonly result: RepairsReply };
  /** Takes a way out. `way` is the one that the person saw: where it has changed since, nothing is written. */
  'migrations/repair': { readonly params: Target & { readonly which?: string; readonly way: Pick<RepairWay, 'as' | 'command' | 'fit'> }; readonly result: RepairReply };
  /**
   * Runs the project's SQL from nothing, on a database that is made for it and gone afterwards: in memory, or on the server that the
   * project file names. `to`: the id of the last migration, of whose way back alone is spoken then. Progress as with `migrations/apply`.
   */
  'migrations/replay': { readonly params: { readonly project: string; readonly to?: string; readonly token: string }; readonly result: ReplayReply };
  /** The files to create, as an edit that the client applies. */
  'migrations/new': {
    readonly params: { readonly project: string; readonly name: string; readonly down: boolean };
    readonly result: { readonly files: readonly { readonly uri: string; readonly text: string; readonly cursor?: Position; /** The file is there, and this is its new text. */ readonly replaces?: true }[] };
  };
  /** Asks the tool itself, which runs the project's code. `connection` where the project's `previews` says that one is needed. */
  'migrations/preview': {
    readonly params: { readonly project: string; readonly id: string; readonly direction: 'up' | 'down'; readonly connection?: Target['connection'] };
    readonly result: PreviewReply;
  };
  /** The text that was applied, found in git by the checksum of the history. */
  /** What was added to a file since it was applied, as the next migration, and the text to put back. */
  'migrations/followUp': {
    readonly params: { readonly uri: string } & Target;
    readonly result: { readonly files: readonly { readonly uri: string; readonly text: string; readonly replaces?: true }[]; readonly applied: string } | { readonly refused: string };
  };
  'migrations/appliedText': { readonly params: { readonly uri: string } & Target; readonly result: { readonly text?: string; readonly from?: string } };
  /** The reference page of a rule or check, in Markdown; absent for an unknown id. */
  'migrations/explain': { readonly params: { readonly rule: string }; readonly result: { readonly markdown?: string } };
}

/** Told by the server. */
export interface Notifications {
  /** After the first index (`ready`) and after every change of what projects there are, how many migrations or problems. */
  'migrations/changed': { readonly projects: readonly ProjectInfo[]; readonly ready: boolean };
  /** Files of these projects are not what they were on the disk. */
  'migrations/filesChanged': { readonly projects: readonly string[] };
  'migrations/progress': Progress;
}

/** Told by the client. */
export interface ClientNotifications {
  /** The person trusts the workspace now: git and connections are allowed from here on. */
  'migrations/trust': { readonly trusted: true };
  /** Which connection's state the editor shows for a project; no `connection`: none. Its last status, if any was read, counts. */
  'migrations/active': { readonly project: string; readonly connection?: string };
  /** The client's settings changed; the whole object, as in the initialization options. */
  'migrations/settings': { readonly settings: ClientSettings };
}

/** `initializationOptions` of `initialize`. Without them: not trusted, all defaults. */
export interface InitializationOptions {
  /** `workspace.isTrusted`. Without it nothing connects, no git runs. */
  readonly trusted?: boolean;
  readonly settings?: ClientSettings;
}

/** From `migrationLens.*`; each wins over its default, the project file wins over each. */
export interface ClientSettings {
  readonly postgres?: number | null;
  /** A severity by rule, or an object with what the rule goes by. */
  readonly rules?: Readonly<Record<string, unknown>>;
  /** Lenses on the first line of a migration; default true. */
  readonly codeLens?: boolean;
  /** What statements lock, beside them and above them; default `risky`. */
  readonly inlayHints?: Shown;
  readonly lockLens?: Shown;
}

/** Commands that the server's lenses and actions name and the client implements, with their arguments. */
export interface Commands {
  /** Lens "Apply up to here": plan, ask, apply up to and with this migration, on the project's active connection. */
  'migrationLens.applyUpTo': readonly [{ readonly project: string; readonly id: string; readonly uri: string }];
  /** Lens "Preview SQL". */
  'migrationLens.previewSql': readonly [{ readonly project: string; readonly id: string; readonly uri: string }];
  /** Lens "Repair...": what this migration has left, and what the history is to be told, on the project's active connection. */
  'migrationLens.repair': readonly [{ readonly project: string; readonly id: string; readonly uri: string }];
  /** Lens with the state: shows the project's connections, or the difference where the file is `modified`. */
  'migrationLens.showState': readonly [{ readonly project: string; readonly id: string; readonly uri: string; readonly state: State | 'unknown' }];
  /** Lens of a lock: the page of the rule that has found something there. */
  'migrationLens.explainRule': readonly [string];
}

export interface ProjectInfo {
  /** Stable: root and folder. */
  readonly id: string;
  readonly tool: string;
  readonly title: string;
  readonly rootUri: string;
  readonly folder: string;
  /** Of the folder that new migrations go to. */
  readonly folderUri: string;
  /** The file that made us see the project, relative to the root: `flyway.toml`. */
  readonly because: string;
  /** Its files have numbers and no known tool: nothing but their names speaks for it. */
  readonly guessed?: true;
  readonly migrations: number;
  readonly problems: number;
  /** The tool writes down files beside ups. */
  readonly downs: boolean;
  /** The tool shows the SQL of its migrations, and what it needs for that: only the files, a database to read, or one to run them in and roll back. */
  readonly previews?: 'nothing' | 'read' | 'rolledBack';
  /** Of the project file. `url` may hold `${env:NAME}`: send it back as it is, the server expands it. */
  readonly connections: readonly { readonly name: string; readonly url: string; readonly level: Level; readonly preview?: boolean }[];
  /** Of the tools' own configuration: never connected unasked. */
  readonly suggestions: readonly { readonly name: string; readonly url: string; readonly from: string }[];
}

export interface MigrationInfo {
  readonly id: string;
  readonly kind: 'versioned' | 'repeatable' | 'baseline';
  readonly version?: string;
  readonly name: string;
  /** Of the up file, else of the down. */
  readonly uri: string;
  readonly downUri?: string;
}

/** A connection as the client resolved it: the secret travels in the request and is kept nowhere. */
export interface Target {
  readonly project: string;
  readonly connection: { readonly name: string; readonly url: string; readonly password?: string; readonly level: Level; /** Previews may run migrations there, and roll them back. */ readonly preview?: boolean };
}

export type Level = 'normal' | 'protected' | 'readOnly';

export interface ConnectionInfo {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly serverVersion: string;
}

export interface StatusRow {
  readonly id: string;
  readonly version?: string;
  readonly name: string;
  readonly state: State;
  readonly uri?: string;
  readonly appliedAt?: string;
  readonly by?: string;
  readonly milliseconds?: number;
  readonly difference?: 'sql' | 'formatting' | 'unknown';
  readonly willRun?: 'run' | 'refuse' | 'skip';
  readonly foundOn?: readonly string[];
  readonly reason?: string;
}

/**
 * `password`: the server wants one; ask the person and come again.
 * `untrusted`: the workspace is. `trust`: the server's certificate is not trusted.
 */
export type Refusal = {
  readonly kind: 'refused';
  readonly reason: 'password' | 'unreachable' | 'trust' | 'tls' | 'readOnly' | 'untrusted' | 'other';
  readonly message: string;
  /** Under which key the client keeps the secret; present where the address could be read. */
  readonly address?: { readonly host: string; readonly port: number; readonly database: string; readonly user: string };
};

export type StatusReply =
  | { readonly kind: 'status'; readonly connection: ConnectionInfo; readonly rows: readonly StatusRow[]; /** The history table, `public.flyway_schema_history`; absent when there is none yet. */ readonly history?: string; readonly lock?: HeldLock }
  | Refusal;

/** Somebody holds the tool's lock. `stays`: it is a row, which nobody takes back for one who died. */
export interface HeldLock {
  readonly message: string;
  readonly stays: boolean;
}

export interface PlanStep {
  readonly id: string;
  readonly version?: string;
  readonly name: string;
  readonly uri: string;
  readonly transaction: boolean;
  /** What runs it, as a person would type it, where only the tool can. */
  readonly command?: string;
  readonly statements: readonly { readonly range: Range; readonly text: string; readonly effects: readonly string[] }[];
  /** The heaviest lock, spoken, with its table; absent when none is taken on what exists. */
  readonly heaviest?: string;
}

export type PlanReply =
  | {
      readonly kind: 'plan';
      readonly connection: ConnectionInfo;
      readonly steps: readonly PlanStep[];
      /** Why apply will refuse. */
      readonly stops: readonly string[];
      readonly notes: readonly string[];
      /** The heaviest lock of all steps, as a step says it. */
      readonly heaviest?: string;
    }
  | Refusal;

export type PreviewReply =
  /** `command` as a person would type it; `limit`: what the SQL does not show. */
  | { readonly kind: 'preview'; readonly title: string; readonly sql: string; readonly command: string; readonly limit: string }
  /** `said`: the last lines of the tool. */
  | { readonly kind: 'failed'; readonly message: string; readonly said: readonly string[] }
  | Refusal;

export interface Progress {
  readonly token: string;
  readonly message: string;
  readonly done: number;
  readonly total: number;
  /** `notice`: the server's own words, for the log. `waiting`: for a lock. Absent: a step. */
  readonly kind?: 'notice' | 'waiting';
}

export type ApplyReply =
  | { readonly kind: 'done'; readonly applied: readonly string[] }
  | {
      readonly kind: 'stopped';
      readonly applied: readonly string[];
      readonly at: string;
      readonly left: 'nothing' | 'something' | 'unknown';
      readonly message: string;
      readonly cancelled: boolean;
      readonly place?: { readonly uri: string; readonly range: Range };
    }
  /** Somebody else holds the tool's lock, or the history is not what was planned. */
  | { readonly kind: 'busy' | 'changed'; readonly message: string }
  | Refusal;

export interface RepairWay {
  /** What the person vouches for. */
  readonly as: 'undone' | 'done' | 'kept' | 'release';
  /** How the tool itself is told. */
  readonly command: string;
  readonly means: string;
  readonly fit: 'right' | 'likely' | 'open' | 'wrong';
  readonly recommended: boolean;
}

export type RepairsReply =
  | {
      readonly kind: 'repairs';
      readonly connection: ConnectionInfo;
      readonly trouble: string;
      readonly findings: readonly string[];
      /** The recommended one first. */
      readonly ways: readonly RepairWay[];
      /** Why none of them can be taken now. */
      readonly stops: readonly string[];
    }
  | { readonly kind: 'nothing' }
  | Refusal;

export type RepairReply = { readonly kind: 'mended' } | { readonly kind: 'busy' | 'changed'; readonly message: string } | Refusal;

export type ReplayReply =
  | {
      readonly kind: 'replayed';
      /** `18.6` */
      readonly serverVersion: string;
      /** In memory. */
      readonly embedded: boolean;
      /** In the tool's order. The first that fails is the last that ran. */
      readonly migrations: readonly ReplayedMigration[];
      readonly notes: readonly string[];
      readonly cancelled: boolean;
    }
  | Refusal;

export interface ReplayedMigration extends Found {
  readonly id: string;
  readonly version?: string;
  readonly state: 'applied' | 'failed' | 'skipped';
  /** Absent where nobody asked for it, or it can have none. */
  readonly down?: Found & { readonly verdict: 'restores' | 'differs' | 'fails' | 'absent' | 'skipped' };
}

/** Something that was found about a file, in lines for people. */
interface Found {
  readonly uri: string;
  /** Of what failed: where the server stumbled; else where the script begins. */
  readonly range: Range;
  /** Why it was skipped, what failed, what is different; empty where there is nothing to say. */
  readonly said: readonly string[];
  /** SQLSTATE. */
  readonly code?: string;
}

export type Ask = <M extends keyof Requests>(method: M, params: Requests[M]['params']) => Promise<Requests[M]['result']>;
