import type { Source } from '../core/migrations/migration.js';
import type { DefaultBranch } from '../core/migrations/branch.js';
import type { Piece } from '../core/sql/script.js';
import type { ConfigDocument } from '../core/tools/config.js';
import type { Sql } from '../core/tools/tool/history.js';
import type { Command } from '../core/tools/tool/run.js';

/** Everything the flows may do to the world. `edges/` implements it; tests use the real thing. */
export interface Files {
  /** All paths below the root that are not excluded, sorted, with `/`. Links to a folder above are not followed twice. */
  list(): Promise<readonly string[]>;
  /** `undefined` when the file is not there (any more) or cannot be read. */
  read(path: string): Promise<Source | undefined>;
  /** A configuration file of any format; what is broken in it is part of the answer. */
  config(source: Source): ConfigDocument;
}

/** The parser, which lives in a worker: it may be slow, it may have to be restarted, it never throws. */
export interface Parser {
  /** One result for each text, in order; every text is one statement as the splitter cut it. */
  parse(texts: readonly string[]): Promise<readonly Parsed[]>;
  /** Postgres's fingerprint of a statement, equal for texts that differ only in blanks, comments and literals' spelling. */
  fingerprint(text: string): Promise<string | undefined>;
  /** Prints trees of libpg_query's shape; `undefined` when the print does not parse back to the same tree. */
  print(nodes: readonly unknown[]): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Spans of an error count from the statement's start. */
export type Parsed =
  | Pick<Extract<Piece, { kind: 'statement' }>, 'kind' | 'statement'>
  | Pick<Extract<Piece, { kind: 'error' }>, 'kind' | 'message' | 'at'>;

/** Values of earlier runs, by everything that they hang on. It may forget at any time, and never fails. */
export interface Store {
  get(key: readonly string[]): Promise<string | undefined>;
  put(key: readonly string[], value: string): Promise<void>;
}

/** One session on a server. */
export interface Database {
  /** Rejects with what `sqlProblem` reads. */
  query(sql: Sql): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /**
   * Sends one text by the simple protocol, without parameters; several statements are one implicit transaction.
   * `rows` are what a `COPY … FROM stdin` reads, without the closing `\.`.
   */
  execute(text: string, rows?: string): Promise<void>;
  onNotice(listener: (message: string) => void): () => void;
  /** Cancels what runs on the server, from a second connection. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** An open session, and what is at its other end. */
export interface Session extends Database {
  readonly kind: 'session';
  readonly info: SessionInfo;
}

export interface SessionInfo {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** As the server says it: `16.4 (Debian 16.4-1)`. */
  readonly serverVersion: string;
  readonly major: number;
  readonly pid: number;
  /** By TLS. */
  readonly encrypted: boolean;
  /** What the URL tells a migration tool: `x-migrations-table`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** What unqualified names mean; absent where the search path leads nowhere. */
  readonly currentSchema?: string;
  /** The session may change its server process between transactions: a pooler stands between, and locks of the session mean nothing. */
  readonly pooled: boolean;
}

/** `password`: the server wants one, or another one. `trust`: its certificate is not trusted; `tls`: it does no TLS, or fails at it. */
export interface ConnectionRefusal {
  readonly kind: 'refused';
  readonly reason: 'password' | 'unreachable' | 'trust' | 'tls' | 'other';
  /** A sentence for people. Never holds a password. */
  readonly message: string;
  readonly address: { readonly host: string; readonly port: number; readonly database: string; readonly user: string };
}

/** Where migrations are tried out: a database of nobody's, which is gone when its session is closed. */
export interface Shadow {
  readonly engine: 'pglite' | 'server';
  /** An empty database. `extensions` are those that somebody may want to create there. */
  open(extensions: readonly string[]): Promise<Session | ConnectionRefusal>;
}

export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number;
  today(): Date;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The repository of the workspace, by the `git` program; everything is `undefined` where there is none. */
export interface Git {
  /** The branch that others merge into, with its files; `fork` are those where the current branch left it. */
  defaultBranch(): Promise<DefaultBranch | undefined>;
  /** Paths that differ from the merge base with a branch, tag or commit, uncommitted and untracked ones too; `undefined` when git cannot tell. */
  changedSince(ref: string): Promise<readonly string[] | undefined>;
  /** Every version of a file in history, newest first. */
  versions(path: string): AsyncIterable<{ readonly commit: string; readonly source: Source }>;
  /** Branches that have the path. */
  branchesWith(path: string): Promise<readonly string[]>;
}

/** The tools of the workspace, which connect where the session does. Only after a person's command, in a trusted workspace. */
export interface Programs {
  /** Never rejects. */
  run(command: Command, options: ProgramOptions): Promise<ProgramEnding>;
}

export interface ProgramOptions {
  /** What the tool's sessions are called on the server. */
  readonly name: string;
  /** Whether the session that the tool is to do as is encrypted: drivers disagree about what it means to prefer it. */
  readonly encrypted: boolean;
  /** The server keeps its sessions from writing, where its driver is libpq or heeds `PGOPTIONS`. */
  readonly readOnly?: boolean;
  readonly signal: AbortSignal;
  /** Is given each line of both streams, empty ones too. */
  readonly tell: (line: string, from: 'stdout' | 'stderr') => void;
}

export type ProgramEnding =
  | { readonly kind: 'ended'; readonly code: number }
  | { readonly kind: 'cancelled' }
  /** It is not there, or may not be run. */
  | { readonly kind: 'absent'; readonly message: string };
