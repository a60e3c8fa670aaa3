import type { Migration, Source } from '../migrations/migration.js';
import type { Problem, Remark } from '../migrations/problem.js';
import type { Row } from '../migrations/status.js';
import type { MaskStyle } from '../sql/mask.js';
import type { Body, Script } from '../sql/script.js';
import type { Span, TextEdit } from '../text/span.js';
import type { ConfigDocument } from './config.js';
import type { Execution, OutsideTransaction } from './tool/execution.js';
import type { History, Place } from './tool/history.js';
import type { Lock } from './tool/lock.js';
import type { Ordered } from './tool/ordered.js';
import type { Project, Tree } from './tool/project.js';
import type { Content, Reading, Sections } from './tool/reading.js';
import type { Failing, Repair } from './tool/repair.js';
import type { Preview, Run } from './tool/run.js';
import type { NewFile, ScaffoldRequest, Sequence } from './tool/scaffold.js';
import type { Translation } from './tool/translation.js';

/**
 * One migration tool, described by data and pure functions. A tool never opens a file and never
 * talks to a database: `flows/` reads, runs and writes on its behalf.
 *
 * To add a tool: write `tools/<id>.ts`, add it to `tools.ts`, add a project under
 * `test/projects/`. The suite in `test/tools/conformance.test.ts` does the rest.
 */
export interface Tool<Order extends Ordered = Ordered> {
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
  /** Of all paths, those that such a file names and that `configures` would not know: they are read as well, and asked for more. */
  leads?(document: ConfigDocument, paths: readonly string[]): readonly string[];
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
  /** Whether a file of the project that might configure it is no more than one of its migrations: with it and without it, the same projects are found. */
  joins?(source: Source, project: Project, sources: ReadonlyMap<string, Source>): boolean;
  /**
   * The tool's order, where comparing two is not enough: a graph, or a file that includes others. `migrations` come in the order of `compare`;
   * `sources`: every file of the project, by path; `before`: what this was for nearly the same files, of which most still holds.
   */
  order?(migrations: readonly Migration[], sources: ReadonlyMap<string, Source>, project: Project, before?: Order): Order;
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
  /** By rule: the words in SQL that the tool has written, and nobody chosen, or that the servers allow which it is for. */
  readonly writes?: Readonly<Record<string, RegExp>>;
  /** A comment of the language that the file is written in; absent, SQL's. */
  comment?(text: string, path: string): string;
  /** A file with sections whose sections are these; absent where such a file needs no more than its SQL. */
  file?(up: string, down?: string): string;
  /** What `scaffold` has made, with this in it; absent where migrations are SQL, `undefined` where there is no room for it. */
  withBody?(text: string, body: Body): string | undefined;
  /** What keeps a statement whole that has semicolons of its own; absent where the tool does not cut, or cuts as Postgres reads. */
  whole?(statement: string): string;
  /** The order in which the tool runs migrations, quirks included; where there is `order`, any that is total. */
  compare(a: Migration, b: Migration): number;
  /** What the tool does when it meets both, told at the second; `undefined` when it does not mind. */
  duplicate(first: Migration, second: Migration, project: Project): string | undefined;
  /** Checks over the whole set that only this tool makes, in its own words. `order`: what `order` has made, before edits that leave it as it is. */
  check?(migrations: readonly Migration[], project: Project, sources: ReadonlyMap<string, Source>, order: Order): readonly Problem[];
  /** Ends of the lines that its graph has, of which it expects one; absent where the order is one line. */
  heads?(order: Order): number;
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
  /** How placeholders look that the tool fills in, for the parser; absent, `${x}` where there is `expand`. */
  placeholders?(project: Project): readonly MaskStyle[];
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
  /**
   * Of a tool whose files hold several migrations: the edits that make several of one, in the file's own language.
   * `undefined` where the migration is more than its statements say, or the change cannot be taken out of it.
   */
  inSteps?(migration: Migration, sequence: Sequence): readonly TextEdit[] | undefined;
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
  /** By itself it runs all that is pending in one transaction, of which a failure leaves nothing. */
  readonly oneTransaction?: boolean;
  /** Where unqualified names lead, as the tool's configuration says; absent where it says nothing. */
  readonly schema?: string;
}
