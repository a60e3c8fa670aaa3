import type { State } from './core/migrations/status.js';
import type { Range } from './core/text/lines.js';

/** What the editor may ask beyond LSP. Both ends take their types from this table; everything in it is JSON. */
export interface Requests {
  'migrations/projects': { readonly params: Record<string, never>; readonly result: readonly ProjectInfo[] };
  'migrations/status': { readonly params: Target; readonly result: StatusReply };
  'migrations/plan': { readonly params: Target & { readonly to?: string }; readonly result: PlanReply };
  /** Progress arrives as `migrations/progress` under the same token; cancelling the request cancels on the server. */
  'migrations/apply': { readonly params: Target & { readonly to?: string; readonly planned: readonly string[]; readonly token: string }; readonly result: ApplyReply };
  /** The files to create, as an edit that the client applies. */
  'migrations/new': { readonly params: { readonly project: string; readonly name: string; readonly down: boolean }; readonly result: { readonly files: readonly { readonly uri: string; readonly text: string }[] } };
  /** The text that was applied, found in git by the checksum of the history. */
  'migrations/appliedText': { readonly params: { readonly uri: string } & Target; readonly result: { readonly text?: string; readonly from?: string } };
}

export interface Notifications {
  'migrations/changed': { readonly projects: readonly ProjectInfo[] };
  'migrations/progress': { readonly token: string; readonly message: string; readonly done: number; readonly total: number };
}

export interface ProjectInfo {
  /** Stable: root and folder. */
  readonly id: string;
  readonly tool: string;
  readonly title: string;
  readonly rootUri: string;
  readonly folder: string;
  readonly migrations: number;
  readonly problems: number;
  readonly suggestions: readonly { readonly name: string; readonly url: string; readonly from: string }[];
}

/** A connection as the client resolved it: the secret travels in the request and is kept nowhere. */
export interface Target {
  readonly project: string;
  readonly connection: { readonly name: string; readonly url: string; readonly password?: string; readonly level: Level };
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

/** `password`: the server wants one; ask the person and come again. */
export type Refusal = { readonly kind: 'refused'; readonly reason: 'password' | 'unreachable' | 'trust' | 'tls' | 'readOnly' | 'other'; readonly message: string };

export type StatusReply = { readonly kind: 'status'; readonly connection: ConnectionInfo; readonly rows: readonly StatusRow[] } | Refusal;

export interface PlanStep {
  readonly id: string;
  readonly version?: string;
  readonly name: string;
  readonly uri: string;
  readonly transaction: boolean;
  readonly statements: readonly { readonly range: Range; readonly text: string; readonly effects: readonly string[] }[];
  /** The heaviest lock, spoken, with its table; absent when none is taken on what exists. */
  readonly heaviest?: string;
}

export type PlanReply = { readonly kind: 'plan'; readonly connection: ConnectionInfo; readonly steps: readonly PlanStep[]; readonly stops: readonly string[] } | Refusal;

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

export type Ask = <M extends keyof Requests>(method: M, params: Requests[M]['params']) => Promise<Requests[M]['result']>;
