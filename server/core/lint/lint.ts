import type { Severity } from '../migrations/problem.js';
import type { Catalog } from '../schema/catalog.js';
import { effectsOf } from '../sql/effects.js';
import type { Effects, RelationEffect } from '../sql/effects.js';
import { keyOf } from '../sql/identifier.js';
import { atLeast } from '../sql/locks.js';
import { innerPiece, placeOf, textOf } from '../sql/script.js';
import type { Script, StatementPiece } from '../sql/script.js';
import type { InnerStatement, Statement, StatementKind } from '../sql/statement.js';
import type { Span } from '../text/span.js';
import type { Execution } from '../tools/tool.js';
import { emptied } from './emptied.js';
import { newRelations } from './new-relations.js';
import type { Context, Documented, Finding, Rule, StatementFix, TransactionBy } from './rule.js';
import { afterInner, afterPiece } from './replay.js';
import { sessionOf } from './session.js';
import type { Suppressions } from './suppressions.js';

export interface LintOptions {
  readonly postgres: number;
  readonly execution: Execution;
  /** Before the script. */
  readonly catalog: Catalog;
  readonly suppressions: Suppressions;
  readonly lockTimeoutAssumed?: boolean;
  /** What was found before an edit, for the same version and settings: what has not changed since is not computed again. */
  readonly earlier?: readonly Trace[];
  /** By rule id; what is not named has the rule's own. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
}

export interface Linted {
  /** In the order of the text. Spans count in the script. */
  readonly findings: readonly ScriptFinding[];
  /** One for each statement. */
  readonly statements: readonly LintedStatement[];
  /** After the script. */
  readonly catalog: Catalog;
  /** To be handed back as `earlier`; empty for short scripts, which are not worth the memory. */
  readonly trace: readonly Trace[];
}

/** A statement, the schemas around it, and its effects. */
export interface Trace {
  readonly statement: Statement;
  readonly before: Catalog;
  readonly after: Catalog;
  readonly effects: Effects;
}

export interface ScriptFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  /** Edits count in the script. */
  readonly fixes: readonly StatementFix[];
  readonly mendedBy?: Finding['mendedBy'];
}

export interface LintedStatement {
  readonly span: Span;
  readonly effects: Effects;
  readonly transactionBy: TransactionBy | undefined;
  /** What it touches was created in the same migration, by its place in `effects.relations`. */
  readonly isNew: readonly boolean[];
}

/** Runs `rules` over one script. Never throws for odd SQL: what could not be read is skipped. */
export function lint(script: Script, rules: readonly Rule[], options: LintOptions): Linted {
  const { postgres, execution, suppressions, earlier = [], severities = {} } = options;
  const active = byKind(rules.filter(it => severityOf(it, severities) !== 'off'));
  const all = statementsOf(script);

  const findings: ScriptFinding[] = [];
  const statements: LintedStatement[] = [];
  const trace: Trace[] = [];
  const told = new Set<string>();
  const relations = newRelations();
  let { catalog } = options;
  let held = new Map<string, RelationEffect>();
  let wrote: Statement[] = [];
  let typesSinceBegin: { statement: Statement; before: Catalog }[] = [];
  /** Whether a look back for what was emptied can find anything: in most files it cannot. */
  let empties = false;
  let session = sessionOf(execution, sentStatements(script), options.lockTimeoutAssumed ?? false);
  let transaction = session.transaction;
  let visited = 0;
  /** Where the statement before has ended. */
  let gapStart: number | undefined;
  let effectsBefore: Effects | undefined;

  for (const piece of script.pieces) {
    if (piece.kind === 'statement') visit(piece);
    else catalog = afterPiece(catalog, piece);
  }

  const open = findings.filter(it => !it.mendedBy?.(catalog)).sort((a, b) => a.span.start - b.span.start);
  return { findings: open, statements, catalog, trace };

  function visit(piece: StatementPiece, inner?: InnerStatement, block?: StatementPiece): void {
    const { statement, span } = piece;
    if (transaction !== session.transaction) {
      held = new Map();
      wrote = [];
      typesSinceBegin = [];
    }
    transaction = session.transaction;
    const i = visited++;
    const known = earlier[i];
    const before = catalog;
    const same = known?.statement === statement && known.before === before;
    const effects = same ? known.effects : effectsOf(statement, before, postgres);
    const context = contextOf(i, piece, effects, inner !== undefined);
    gapStart = piece.sent ? undefined : span.end;
    if (!piece.sent?.unjudged) for (const rule of active.get(statement.kind) ?? []) runRule(rule, piece, context, block);

    effectsBefore = effects;
    const isNew = effects.relations.map(it => context.isNew(it.relation));
    if (!inner) statements.push({ span, effects, transactionBy: session.transactionBy, isNew });
    if (statement.kind === 'do' && statement.inner) {
      session = session.intoBlock();
      for (const it of statement.inner) {
        if (it.kind === 'statement') visit(innerPiece(piece, it), it, piece);
        else catalog = afterInner(catalog, it);
      }
      session = session.outOfBlock();
      if (same) catalog = known.after;
    } else {
      if (session.transactionBy !== undefined && (statement.kind === 'create-type' || statement.kind === 'alter-enum')) typesSinceBegin.push({ statement, before });
      if (session.transactionBy !== undefined) hold(statement, effects.relations.filter((_, at) => !isNew[at]));
      catalog = same ? known.after : inner ? afterInner(before, inner) : afterPiece(before, piece);
      relations.add(inner?.certain === false ? asGuarded(statement) : statement, before, catalog);
    }
    empties ||= statement.kind === 'truncate' || (statement.kind === 'delete' && !statement.where);
    if (all.length >= LONG) trace[i] = { statement, before, after: catalog, effects };
    session = session.after(statement, context.text);
  }

  function contextOf(i: number, piece: StatementPiece, effects: Effects, inBlock: boolean): Context {
    const before = catalog;
    return {
      postgres,
      transaction: session.transactionBy !== undefined,
      transactionBy: session.transactionBy,
      inBlock,
      oneByOne: execution.sends === 'statement',
      lockTimeout: session.lockTimeout,
      catalog: before,
      effects,
      effectsBefore,
      effectsOf: other => isAll(other, all[i]!) ? effects : effectsOf(other, before, postgres),
      held,
      wrote,
      typesSinceBegin,
      text: textOf(piece, script),
      gap: piece.sent || gapStart === undefined ? '' : script.text.slice(gapStart, piece.span.start),
      statements: all,
      position: i,
      isNew: relation => relations.has(relation, before),
      emptied: empties ? relation => emptied(relation, all.slice(0, i), before) : () => undefined,
      isNewColumn: (relation, column) => relations.hasColumn(relation, column, before),
    };
  }

  function hold(statement: Statement, effects: readonly RelationEffect[]): void {
    if (effects.some(it => it.lock === 'RowExclusiveLock')) wrote.push(statement);
    for (const effect of effects) {
      const key = keyOf(effect.relation);
      const known = held.get(key);
      if (!known || !atLeast(known.lock, effect.lock)) held.set(key, effect);
    }
  }

  /** A comment above the `block` holds for all that is in it. */
  function runRule(rule: Rule, piece: StatementPiece, context: Context, block: StatementPiece | undefined): void {
    for (const finding of rule.check(piece.statement, context)) {
      const at = placeOf(piece, finding.span);
      if (suppressions.suppress(rule, at, piece.span) || (block && suppressions.suppress(rule, at, block.span))) continue;
      const key = `${rule.id} ${session.transaction}`;
      if (rule.oncePerTransaction && told.has(key)) continue;
      told.add(key);
      findings.push({
        rule: rule.id,
        severity: severityOf({ id: rule.id, severity: finding.severity ?? rule.severity }, severities) as Severity,
        span: at,
        message: finding.message,
        ...(finding.mendedBy && { mendedBy: finding.mendedBy }),
        fixes: fixesIn(piece, rule.id, (finding.fixes ?? []).filter(it => !block || !it.takesOutOfTransaction)),
      });
    }
  }
}

/** Edits in the file. In another language the tool's own form takes the place of SQL, which only a string has room for. */
function fixesIn(piece: StatementPiece, rule: string, fixes: readonly StatementFix[]): readonly StatementFix[] {
  const own = piece.sent?.safeForms?.[rule];
  if (own) return own;
  const fitting = piece.sent ? fixes.filter(it => piece.sent?.offsets && !it.takesOutOfTransaction && !it.followUp && it.edits.every(({ text }) => !/['"\\\r\n]/.test(text))) : fixes;
  return fitting.map(fix => ({ ...fix, edits: fix.edits.map(it => ({ ...it, span: placeOf(piece, it.span) })) }));
}

export function severityOf(rule: Pick<Documented, 'id' | 'severity'>, severities: Readonly<Record<string, Severity | 'off'>>): Severity | 'off' {
  return severities[rule.id] ?? rule.severity;
}

/** An action alone is the whole statement where it has no other. */
function isAll(part: Statement, whole: Statement): boolean {
  return part.kind === 'alter-table' && whole.kind === 'alter-table' && part.actions.length === whole.actions.length && part.actions.every((it, i) => it === whole.actions[i]);
}

/** Statements, from which on a script is worth a trace. */
const LONG = 100;

function byKind(rules: readonly Rule[]): ReadonlyMap<StatementKind, readonly Rule[]> {
  const map = new Map<StatementKind, Rule[]>();
  for (const rule of rules) for (const kind of rule.on) map.set(kind, [...map.get(kind) ?? [], rule]);
  return map;
}

/** In the order in which they run: what is in a DO block comes behind it. */
function statementsOf({ pieces }: Script): readonly Statement[] {
  return pieces.flatMap(it => it.kind === 'statement' ? [it.statement, ...innerOf(it.statement)] : []);
}

function innerOf(statement: Statement): readonly Statement[] {
  return statement.kind === 'do' ? (statement.inner ?? []).flatMap(it => it.kind === 'statement' ? [it.statement, ...innerOf(it.statement)] : []) : [];
}

/** What a branch creates may have been there. */
function asGuarded(statement: Statement): Statement {
  return statement.kind === 'create-table' || statement.kind === 'create-table-as' || statement.kind === 'create-sequence' ? { ...statement, ifNotExists: true } : statement;
}

/** What the server will see as statements, even those that cannot be parsed here. */
function sentStatements({ pieces }: Script): number {
  return pieces.filter(it => it.kind === 'statement' || it.kind === 'error' || it.kind === 'opaque').length;
}
