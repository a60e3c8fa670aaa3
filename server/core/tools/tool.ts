import type { Flaw, Migration, Source } from '../migrations/migration.js';
import type { Problem, Remark } from '../migrations/problem.js';
import type { Applied, Row } from '../migrations/status.js';
import type { MaskStyle } from '../sql/mask.js';
import type { SqlProblem } from '../sql/problem.js';
import type { Body, SafeForm, Script } from '../sql/script.js';
import type { Span, TextEdit } from '../text/span.js';
import type { ConfigDocument } from './config.js';

/**
 * One migration tool, described by data and pure functions. A tool never opens a file and never
 * talks to a database: `flows/` reads, runs and writes on its behalf.
 *
 * To add a tool: write `tools/<id>.ts`, add it to `tools.ts`, add a project under
 * `test/projects/`. The suite in `test/tools/conformance.test.ts` does the rest.
 */
export interface Tool {
  readonly id: string;
  readonly title: string;
  /** What `TOOLS.md` says of it beyond what can be read off the rest. */
  readonly reference: ToolReference;
  /** Others have the same names: alone they prove nothing. */
  readonly commonNames?: true;
  /** Its projects are guesses: only where no other tool has found one. */
  readonly guesses?: true;

  /** Whether the file may configure it, and is to be read before `detect`. */
  configures(path: string): boolean;
  /** Finds its projects in a workspace folder. */
  detect(tree: Tree): readonly Project[];
  /** The project of a folder that the project file names, found or not. */
  at(folder: string): Project;
  /** The project as the variables of the environment complete it. */
  inEnvironment?(project: Project, environment: NonNullable<Tree['environment']>): Project;
  /** Variables that it takes its database's address from. */
  readonly addresses?: readonly string[];

  /** What one file of the project's folder means by its name. `undefined`: none of the tool's business. */
  read(path: string, project: Project): Reading | undefined;
  /** Where both ways lie in a file that has both; absent where a file has one. `path` tells the language, where there are several. */
  sections?(text: string, path?: string): Sections;
  /**
   * The migrations that a file names in its text, in its order: one with an id of its own (Alembic), or several (Liquibase).
   * Absent where the file's name says all. Asked for files that `read` calls a migration; those that hold none give none.
   */
  contents?(source: Source, project: Project): readonly Content[];
  /**
   * Whether the edit of a file changes no order and no check of the set, save for places in the file itself: all that it means to
   * others is in its contents, and these have kept their ids, parents and options. Absent, an edit is checked with the set.
   */
  contained?(before: Source, after: Source): boolean;
  /** The tool's order, where comparing two is not enough: a graph, or a file that includes others. `sources`: every file of the project, by path. */
  order?(migrations: readonly Migration[], sources: ReadonlyMap<string, Source>, project: Project): readonly Migration[];
  /**
   * What a migration sends that is not written in SQL, as far as it can be told without running it. Asked in the tool's order:
   * `known` is the `known` of the migration before, `undefined` for the first. Where it is the same object again, what follows is not asked anew.
   * `undefined`: it is all SQL, as it stands.
   */
  translate?(migration: Migration, known: unknown, project: Project): Translation | undefined;
  /** What it says of one migration by its text, whatever the others are; beside what `contents` has found already. */
  remarks?(migration: Migration, project: Project): Iterable<Remark>;
  /** Rules about what the tool makes of a call by itself: nobody who writes one could do otherwise. */
  readonly settles?: readonly string[];
  /** By rule: the words in SQL that the tool has written, and nobody chosen. */
  readonly writes?: Readonly<Record<string, RegExp>>;
  /** A comment of the language that the file is written in; absent, SQL's. */
  comment?(text: string, path: string): string;
  /** A file with sections whose sections are these; absent where such a file needs no more than its SQL. */
  file?(up: string, down?: string): string;
  /** What `scaffold` has made, with this in it; absent where migrations are SQL, `undefined` where there is no room for it. */
  withBody?(text: string, body: Body): string | undefined;
  /** What keeps a statement whole that has semicolons of its own; absent where the tool does not cut, or cuts as Postgres reads. */
  whole?(statement: string): string;
  /** The order in which the tool runs migrations, quirks included. */
  compare(a: Migration, b: Migration): number;
  /** What the tool does when it meets both, told at the second; `undefined` when it does not mind. */
  duplicate(first: Migration, second: Migration, project: Project): string | undefined;
  /** Checks over the whole set that only this tool makes, in its own words. */
  check?(migrations: readonly Migration[], project: Project, sources: ReadonlyMap<string, Source>): readonly Problem[];
  /** By id, what those share that reach every database in one go: what one of them creates is as new to the next. */
  together?(migrations: readonly Migration[]): ReadonlyMap<string, string>;
  /** It runs on empty databases only: all others have what it stands for. */
  isForEmpty?(migration: Migration): boolean;
  /** Checks of the set whose findings keep its command from running anything, wherever they are. */
  readonly stoppedBy?: readonly string[];
  /** Other files of the project that a file names, to be opened from there. */
  links?(source: Source, sources: ReadonlyMap<string, Source>, project: Project): readonly { readonly span: Span; readonly path: string }[];
  /** What a sidecar says about its migration. */
  options?(sidecar: Source, project: Project): Readonly<Record<string, string>>;
  traits(project: Project): Traits;

  /** How the tool will send a script: what it wraps, and whether it cuts it. */
  execution(script: Script, migration: Migration, project: Project): Execution;
  /** How placeholders look that the tool fills in, for the parser; absent, as Flyway's where there is `expand`. */
  readonly placeholders?: readonly MaskStyle[];
  /** The text that the tool sends: placeholders replaced. Those that only a session knows are in a `connected` project. */
  expand?(text: string, migration: Migration, project: Project): { readonly text: string; /** Where the migration's part then is. */ readonly within?: Span } | { readonly problem: string; readonly at: number };

  /** As the history stores it; absent where the tool keeps none. `like`: in the form of this one, where there are several. */
  checksum?(source: Source, migration: Migration, project: Project, like?: string): string | undefined;
  /** The project as a connection completes it; `parameters` are those of its URL, in lower case: `x-migrations-table`. */
  connected?(project: Project, parameters: Readonly<Record<string, string>>, place: Place): Project;
  readonly history: History;
  lock(project: Project, place: Place): Lock;
  /** What the history can be told of a migration that did not finish; the most ordinary first. Absent where the tool has no such thing. */
  repairs?(failed: Row, on: Failing): readonly Repair[];
  readonly run: Run;
  /** How its own command says what a migration sends; absent where it has none, or where the file says it. */
  readonly preview?: Preview;
  /** New files, with paths; `existing` in the tool's order. */
  scaffold(request: ScaffoldRequest): readonly NewFile[];
  /** The name that a file ought to have, for quick fixes; `version` undefined asks for the next one. */
  rename?(path: string, version: string | undefined, project: Project, existing: readonly Migration[]): string | undefined;
  /** What takes a statement out of the tool's transaction: edits or files to add, and how it is said. */
  outsideTransaction?(source: Source, script: Script, project: Project): OutsideTransaction;
}

/** Each a phrase for a table, without a full stop. */
export interface ToolReference {
  /** Names and places of its files. */
  readonly files: string;
  readonly order: string;
  /** What is hashed, and how; absent where the tool keeps no checksum. */
  readonly checksum?: string;
  readonly transactions: string;
  /** Who takes it, where the tool and we differ. */
  readonly lock?: string;
  /** How its history, or its lock, is mended after a failure; absent where it has no such thing. */
  readonly repair?: string;
  readonly evidence: {
    /** Versions that `test/tools/real` runs beside ours. */
    readonly run?: string;
    /** The version or commit of the source that was read. */
    readonly read?: string;
  };
}

export interface Traits {
  /** `separate`: one file each way; `section`: both in one file; `none`: forward only. */
  readonly down: 'separate' | 'section' | 'none';
  /** What the tool does with a pending file that sorts before the newest applied. */
  readonly outOfOrder: 'run' | 'refuse' | 'skip';
  /** Where unqualified names lead, as the tool's configuration says; absent where it says nothing. */
  readonly schema?: string;
}

/** The files of a workspace folder and the texts of the tools' own config files. */
export interface Tree {
  /** Every path that is not excluded, sorted. */
  readonly paths: readonly string[];
  config(path: string): ConfigDocument | undefined;
  /** The text of a file that `peeked` named. */
  peek?(path: string): string | undefined;
  /** The variables of whoever opened it; absent where the workspace is not trusted. They may be secret: no value of one is ever shown. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** One folder of migrations with everything that the tool's configuration says about it. Plain data. */
export interface Project {
  readonly tool: string;
  /** Relative to the workspace root; `.` for the root itself. */
  readonly folder: string;
  /** All folders that are read, `folder` first. */
  readonly locations: readonly Location[];
  /** The file that convinced us, to show to the user. */
  readonly because: string;
  /** The tool's settings, as it names them, defaults filled in. */
  readonly settings: Readonly<Record<string, string>>;
  readonly placeholders: Readonly<Record<string, string>>;
  /** Of the project file: overrules what `execution` says. */
  readonly transaction?: 'file' | 'statement' | 'none';
  /** Connections that the tool's own config names: suggestions only, never connected unasked, never with a password. */
  readonly connections: readonly { readonly name: string; readonly url: string; readonly from: string }[];
}

export interface Location {
  readonly path: string;
  readonly recursive: boolean;
  /** Read only where one of these profiles is active (Spring, Quarkus); absent, always. */
  readonly profiles?: readonly string[];
  /** Holds down files that the tool itself never sees. */
  readonly downs?: true;
}

export type Reading =
  | {
      readonly kind: 'migration';
      readonly direction: 'up' | 'down' | 'both';
      readonly id: string;
      readonly of: Migration['kind'];
      readonly version?: string;
      readonly name: string;
    }
  /** Belongs to the migration of the path `of` but is none: Flyway's `.sql.conf`. */
  | { readonly kind: 'sidecar'; readonly of: string }
  /** Read beside the migrations, but nothing for us to run: a callback, perhaps of every migrating run, or a migration written in Java or Go. */
  | { readonly kind: 'companion'; readonly of?: { readonly id: string; readonly direction: 'up' | 'down' }; readonly whileMigrating?: boolean }
  /** Looks like a migration and the tool will silently skip it. */
  | { readonly kind: 'misnamed'; readonly message: string; readonly suggestion?: string };

export interface Sections {
  /** Comments that only speak of the file may be part of it. */
  readonly up: Span;
  readonly down?: Span;
  /** Why the tool cannot read the file, or not as it was meant. */
  readonly flaw?: Flaw;
}

/** One migration of a file that names its own. Spans count in the file. */
export interface Content {
  readonly id: string;
  readonly kind: Migration['kind'];
  readonly version?: string;
  readonly name: string;
  readonly up: Span;
  readonly down?: Span;
  /** Ids of those that must run before it. */
  readonly after?: readonly string[];
  readonly options?: Readonly<Record<string, string>>;
  /** Where it is named, for what is said of it as a whole; absent, the file's start. */
  readonly at?: Span;
  readonly flaw?: Flaw;
  readonly remarks?: readonly Remark[];
}

/** What a migration in another language sends each way, in order. */
export interface Translation {
  /** Absent where that way is written in SQL, as it stands. */
  readonly up?: readonly Fragment[];
  readonly down?: readonly Fragment[];
  /** The file's comments: suppressions are read from them. */
  readonly comments: readonly Span[];
  /** Handed to the next migration: tables by model, say. Immutable. */
  readonly known: unknown;
}

/** What one call, or one literal, of a file that is not SQL sends. */
export interface Fragment {
  /** One statement or several: `op.drop_index('i')` sends `DROP INDEX i`. Empty with `unknown`. */
  readonly sql: string;
  /** The call or the literal, in the file. */
  readonly span: Span;
  /** Of a literal: the file's offset of each UTF-16 unit of `sql`, and of its end. Absent, all is told at `span`. */
  readonly offsets?: readonly number[];
  /** By rule: the tool's own safe form, in place of what the rule would do to SQL. Edits count in the file. */
  readonly safeForms?: Readonly<Record<string, readonly SafeForm[]>>;
  /** Something runs here that cannot be told, and may change the schema. */
  readonly unknown?: true;
  /** To be followed, not judged: the COMMIT before a part that runs outside the tool's transaction. */
  readonly unjudged?: true;
}

export interface Execution {
  /** The tool opens a transaction around the whole script. */
  readonly wraps: boolean;
  /** `whole`: one simple-protocol message, hence one implicit transaction; `statement`: each on its own. */
  readonly sends: 'whole' | 'statement';
  /** The tool will refuse to run the script at all, in its own words. */
  readonly refuses?: string;
  /**
   * The tool keeps a transaction open beside the script's, so that a statement that waits for older ones to end
   * (a concurrent index build) never comes back: in a sentence, with the way out.
   */
  readonly waitsForItself?: string;
  /** The tool sends the rows that follow `COPY … FROM stdin`. */
  readonly copyFromStdin?: boolean;
  /** psql may read the file: its own commands are none of our business. */
  readonly psql?: boolean;
}

/** A statement and its parameters. Never build `text` from input: quote with `identifier()`. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Where a project's history lives on a server: what the tool would have found by connecting itself. */
export interface Place {
  readonly database: string;
  /** What unqualified names mean: the project's schema, else the session's current one. */
  readonly schema: string;
  readonly user: string;
}

export interface History {
  /** Why there is none, and what to do about it, in sentences: then nothing is ever known of what was applied. */
  readonly absent?: string;
  /** The table's name for a project: unqualified parts resolved against `place`. */
  table(project: Project, place: Place): { readonly schema: string; readonly name: string };
  /** The columns that prove the table to be this tool's. */
  readonly columns: readonly string[];
  /** Columns that prove it to be another tool's, which gives the same name to its own. */
  readonly foreignColumns?: readonly string[];
  create(project: Project, place: Place): readonly Sql[];
  /** Where the tool does not begin on a schema that holds something without a history: `filled` gives a row then. */
  unlessFilled?(project: Project, place: Place): { readonly filled: Sql; readonly refusal: string };
  read(project: Project, place: Place): Sql;
  decode(rows: readonly Readonly<Record<string, unknown>>[], migrations: readonly Migration[]): readonly Applied[];
  /** Compares the folder with the history, by the tool's own rules, in its order; history-only rows last. */
  compare(migrations: readonly Migration[], applied: readonly Applied[], project: Project): readonly Row[];
}

/** An advisory lock of the session, polled; a waiting `pg_advisory_lock` can deadlock with CREATE INDEX CONCURRENTLY. */
export type Lock =
  | { readonly kind: 'none' }
  | { readonly kind: 'advisory'; readonly key: bigint; readonly attempts: number; readonly waitMs: number }
  | TableLock;

/** A row that says who runs migrations. Nobody takes it back for one who died. */
export interface TableLock {
  readonly kind: 'table';
  readonly table: { readonly schema: string; readonly name: string };
  /** What makes the table and its row, where they are not there. */
  readonly prepare: readonly Sql[];
  /** Gives a row where the lock was free. */
  take(by: string): Sql;
  /** Gives `by`, `since` and its age in `seconds` where somebody holds it. */
  readonly holder: Sql;
  release(by: string): Sql;
  /** How the tool is told to free it: in a sentence, and alone. */
  readonly remedy: string;
  readonly freeing: string;
  /** Frees it, whoever holds it, if that is still this one; then gives a row. */
  free(by: string | null, since: string | null): Sql;
  readonly attempts: number;
  readonly waitMs: number;
}

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

/** Where a program is to connect. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** libpq's `sslmode`. */
  readonly ssl: string;
  /** For the environment only. */
  readonly password?: string;
}

/** As most tools read it: `postgres://user:password@host:port/database?sslmode=…`. Of a Unix socket, the host is a parameter. */
export function urlOf({ host, port, database, user, ssl, password }: Address): string {
  const who = `${encodeURIComponent(user)}${password === undefined ? '' : `:${encodeURIComponent(password)}`}`;
  const socket = host.startsWith('/');
  const where = socket ? '' : `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return `postgres://${who}@${where}/${encodeURIComponent(database)}?${socket ? `host=${encodeURIComponent(host)}&port=${port}&` : ''}sslmode=${ssl}`;
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

export interface OutsideTransaction {
  /** For a sentence: "in a migration of its own". */
  readonly how: string;
  /** What must be written, beside the statement itself; empty where the tool notices by itself. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** What must be written into the file itself. */
  readonly edits?: readonly TextEdit[];
  /** The statement must stand alone in its file. */
  readonly alone: boolean;
}
