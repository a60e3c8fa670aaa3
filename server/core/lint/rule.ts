import type { Catalog } from '../schema/catalog.js';
import type { Effects, RelationEffect } from '../sql/effects.js';
import type { Name } from '../sql/identifier.js';
import type { SafeForm } from '../sql/script.js';
import type { Statement, StatementKind, StatementOf } from '../sql/statement.js';
import type { AlterAction } from '../sql/statement/tables.js';
import type { Severity } from '../migrations/problem.js';
import type { Span, TextEdit } from '../text/span.js';
import type { AllGiven, Given, RuleSettings } from '../settings/rule-settings.js';
import type { Emptying } from './emptied.js';

/** What people read about a rule or a check: on its reference page, on hover, from `explain`. */
export interface Documented {
  /** Kebab-case, equal to the file name. Never renamed once released, only aliased. */
  readonly id: string;
  /** Names that other linters' ignore comments use for it. */
  readonly aliases?: readonly string[];
  /** One line, no full stop: the title of the reference page. */
  readonly summary: string;
  /** `off` is opt-in. */
  readonly severity: Severity | 'off';
  /** What goes wrong in production, and for whom. Markdown. */
  readonly why: string;
  /** What to write instead. Markdown. */
  readonly instead: string;
  readonly sources: readonly string[];
  /** What it can be told besides its severity. */
  readonly settings?: RuleSettings;
}

/** One file says everything about a rule: what it finds, why, what to do, and the examples that prove it. */
export interface Rule<K extends StatementKind = StatementKind, S extends RuleSettings = RuleSettings> extends Documented {
  readonly settings?: S;
  /** Shown on the reference page, and run as tests. */
  readonly examples: readonly Example[];
  readonly on: readonly K[];
  /** Of ALTER TABLE it minds only what has one of these actions; absent, all. Most statements have one, and most rules mind one. */
  readonly actions?: readonly AlterAction['kind'][];
  /** It minds the words that somebody chose: not what a tool makes of a call in another language. */
  readonly ofWordsOnly?: boolean;
  /** What it finds is true of the whole transaction: only the first finding in each is told. */
  readonly oncePerTransaction?: boolean;
  /** `given`: what the project has told it. */
  check(statement: StatementOf<K>, context: Context, given: Given<S>): Iterable<Finding>;
}

/**
 * SQL in which `-- ^^^^ text` marks a finding on the line above it; no marker means no finding.
 * It runs on the embedded Postgres, after `before`, so that no example is fiction.
 */
export interface Example {
  readonly title: string;
  readonly sql: string;
  /** The whole text after the first fix of each finding. */
  readonly fixed?: string;
  /** Migrations that ran before it. */
  readonly before?: string;
  /** Target major; without it, the newest supported. */
  readonly postgres?: number;
  /** Whether the tool wraps the file in a transaction; without it, yes. */
  readonly transaction?: boolean;
  /** What the rule was told. */
  readonly settings?: AllGiven[string];
  /** Postgres refuses the text, with this SQLSTATE: what the rule warns of. */
  readonly refusedWith?: string;
}

export interface Finding {
  /** In the statement. */
  readonly span: Span;
  /** What is wrong here, with the names the author used. One sentence, no full stop. */
  readonly message: string;
  /** Only where it differs from the rule's. */
  readonly severity?: Severity;
  readonly fixes?: readonly StatementFix[];
  /** What comes later has put it right: asked of the schema at the end of the migration, and of all of them. Names in it are full. */
  readonly mendedBy?: (later: Catalog) => boolean;
}

/** A fix inside the statement's own text, or just before it. */
export interface StatementFix {
  readonly title: string;
  readonly safety: 'safe' | 'review';
  readonly edits: readonly TextEdit[];
  /** What it writes cannot run inside a transaction: the tool's way out of one goes with it. */
  readonly takesOutOfTransaction?: boolean;
  /** What is to follow in a migration of its own, and what that one is called. `does`: other than validate what the fix adds. `required`: without it the fix is no fix. */
  readonly followUp?: { readonly name: string; readonly sql: string; readonly does?: string; readonly required?: true } | SafeForm['followUp'];
}

/** What is known where the statement runs. What a rule has asked for is noted: after an edit elsewhere it is asked again only where that may be another now. So the other statements and what is held come last. */
export interface Context {
  /** Target major version. */
  readonly postgres: number;
  /** The oldest major on which what a fix writes must run: the target where it is named, else the oldest supported. */
  readonly fixesFor: number;
  /** It runs inside a transaction block: the tool's, its own, or the implicit one of a multi-statement message. */
  readonly transaction: boolean;
  /** Why: for the message. */
  readonly transactionBy: TransactionBy | undefined;
  /** It stands in a DO block. */
  readonly inBlock: boolean;
  /** The tool sends each statement by itself: one that must be outside a transaction may have others beside it. */
  readonly oneByOne: boolean;
  /** Waiting for a lock ends after a while: the script has set `lock_timeout`, or the project file says that somebody does. */
  readonly lockTimeout: boolean;
  /** Before this statement. */
  readonly catalog: Catalog;
  /** Before the migration. */
  readonly start: Catalog;
  readonly effects: Effects;
  /** The statement before, and what it did in its place. */
  readonly previous: Statement | undefined;
  readonly effectsBefore: Effects | undefined;
  /** What another statement would do in this one's place: one action of several, or the same without its default. */
  effectsOf(statement: Statement): Effects;
  /** The strongest lock that earlier statements of the same transaction have taken on each relation that is not new. */
  readonly held: ReadonlyMap<string, RelationEffect>;
  /** The tables among them that it keeps everybody out of, reading included; a sequence or a view alone is no obstacle to those who want rows. */
  readonly closed: ReadonlyMap<string, RelationEffect>;
  /** Those earlier statements of the same transaction that changed rows. */
  readonly wrote: readonly Statement[];
  /** Those earlier statements of the same transaction that make or change a type, each with the schema before it. */
  readonly typesSinceBegin: readonly { readonly statement: Statement; readonly before: Catalog }[];
  /** The statement's own text. */
  readonly text: string;
  /** What stands between the statement before, which ends at its semicolon, and this one; empty where none is, or another language is between them. */
  readonly gap: string;
  /** All statements of the migration, and which of them this one is. */
  readonly statements: readonly Statement[];
  readonly position: number;
  /** What `work` makes of all of them: done once for the migration, however often it is asked for. A function of its module, not one made in `check`. */
  ofAll<T>(work: (statements: readonly Statement[]) => T): T;
  /** Created earlier in the same migration, hence empty and unseen; or temporary. */
  isNew(relation: Name): boolean;
  /** Emptied earlier in the same migration, and not filled since. */
  emptied(relation: Name): Emptying | undefined;
  /** Added earlier in the same migration, to whatever table. */
  isNewColumn(relation: Name, column: string): boolean;
}

/** `block`: the DO block that the statement is in. */
export type TransactionBy = 'tool' | 'script' | 'message' | 'block';

/**
 * Types `check` by `on` and `settings`, then forgets them so that rules fit in one list. The cast is sound
 * because `lint` hands a rule only statements whose kind is in its `on`, and settings that were read by its own.
 */
export function rule<const K extends StatementKind, const S extends RuleSettings = RuleSettings>(definition: Rule<K, S>): Rule {
  return Object.freeze(definition) as unknown as Rule;
}
