import type { Catalog } from '../../schema/catalog.js';
import type { Table } from '../../schema/relations.js';
import type { Effects } from '../../sql/effects.js';
import { keyOf } from '../../sql/identifier.js';
import type { Name } from '../../sql/identifier.js';
import { atLeast } from '../../sql/locks.js';
import type { Statement } from '../../sql/statement.js';
import type { CreateIndex } from '../../sql/statement/indexes.js';
import type { Rename } from '../../sql/statement/objects.js';
import type { AlterAction, AlterTable } from '../../sql/statement/tables.js';

/**
 * How one statement that others must wait for becomes a sequence of migrations that let them go on. A value: it says what is to be
 * done in which order; how that becomes files is the tool's business, and is the same for all (`files.ts`).
 *
 * To add one: write `rewrite/<name>.ts`, add it to `rewrites.ts`, add a case to `test/editor/rewrites.test.ts`, which runs it.
 */
export type Rewrite = Documented & (
  | { readonly on: 'alter-table'; plan(action: AlterAction, statement: AlterTable, site: Site): Plan | undefined }
  | { readonly on: 'create-index'; plan(statement: CreateIndex, site: Site): Plan | undefined }
  | { readonly on: 'rename'; plan(statement: Rename, site: Site): Plan | undefined }
);

interface Documented {
  readonly id: string;
  readonly rules: readonly string[];
  /** The rule's own fix is as good where its edits are whole: only for a migration among others in a file, beside other statements or as a call. */
  readonly amongOthers?: true;
}

/** What is known where the statement stands. */
export interface Site {
  /** The statement's own text. */
  readonly text: string;
  /** Before the statement. */
  readonly catalog: Catalog;
  /** Target major version. */
  readonly postgres: number;
  readonly write: Writer;
  /** What follows in the same migration. */
  readonly later: readonly Statement[];
  /** What another statement would do in this one's place. */
  effectsOf(statement: Statement): Effects;
  /** Created earlier in the same migration. */
  isNew(relation: Name): boolean;
}

export interface Plan {
  /** What the steps are, for a menu: "add NOT VALID, validate". */
  readonly title: string;
  /** What takes the direct statement back: a down that says it is to say the first step's instead. */
  readonly undo: Written;
  /** A down that takes the statement back in another way cannot follow. */
  readonly plainUndo?: true;
  readonly steps: readonly [Step, ...Step[]];
}

/** One migration: both ways, as SQL with its semicolons. */
export interface Step {
  /** For the file's name. */
  readonly name: string;
  readonly up: readonly Written[];
  /** Absent where there is nothing to take back. */
  readonly down?: readonly Written[];
  /** Postgres refuses it inside a transaction: it is one statement, alone. */
  readonly outsideTransaction?: true;
  /** What a person must know before it runs. */
  readonly note?: string;
}

export interface Written {
  readonly text: string;
}

/**
 * Writes SQL in the author's case. Of the template's values, strings and lists of strings are identifiers, names are names, and what
 * has a `text` is taken as it is.
 */
export type Writer = (parts: TemplateStringsArray, ...values: readonly (string | readonly string[] | Name | Written)[]) => Written;

/** The table, where its columns are known. */
export function knownTable({ catalog }: Site, name: Name): Table | undefined {
  const table = catalog.table(name);
  return table && !table.partial && !table.foreign ? table : undefined;
}

/** Reads, rewrites or indexes what others use, while they wait. */
export function holdsUp(statement: Statement, site: Site): boolean {
  return site.effectsOf(statement).relations.some(it => !site.isNew(it.relation) && (it.rewrite || it.scan || it.indexBuild) && atLeast(it.lock, 'ShareLock'));
}

/** A later statement of the migration would find the table half-way. */
export function isTouchedLater(table: Name, site: Site): boolean {
  const key = keyOf(site.catalog.fullName(table));
  return site.later.some(it => site.effectsOf(it).relations.some(({ relation }) => keyOf(relation) === key));
}

/** The same of a column: another action, of this statement or a later one, says something of it or needs it. */
export function isColumnTouchedLater(column: string, action: AlterAction, { table, actions }: AlterTable, { catalog, later }: Site): boolean {
  const key = keyOf(catalog.fullName(table));
  const others = later.flatMap(it => it.kind === 'alter-table' && keyOf(catalog.fullName(it.table)) === key ? it.actions : []);
  return [...actions.filter(it => it !== action), ...others].some(it => it.kind === 'add-constraint' ? it.constraint.columns.includes(column) : 'column' in it && it.column === column);
}

/** `ALTER TABLE IF EXISTS t`, as the author wrote it. */
export function headOf({ actions }: AlterTable, { text }: Site): Written {
  return { text: text.slice(0, actions[0]!.span.start).trimEnd() };
}
