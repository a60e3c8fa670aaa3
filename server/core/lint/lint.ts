import type { Severity } from '../migrations/problem.js';
import type { Catalog } from '../schema/catalog.js';
import { effectsOf } from '../sql/effects.js';
import type { Effects } from '../sql/effects.js';
import { innerPiece, placeOf, sentStatements, statementsOf, textOf } from '../sql/script.js';
import type { Script, StatementPiece } from '../sql/script.js';
import type { InnerStatement } from '../sql/statement/functions.js';
import type { AllGiven } from '../settings/rule-settings.js';
import type { Span } from '../text/span.js';
import type { Execution } from '../tools/tool/execution.js';
import { StatementContext, type Moment } from './context.js';
import { emptiedRelations } from './emptied.js';
import { fixesIn } from './fixes.js';
import { onceEach } from './neighbours.js';
import { asGuarded, newRelations } from './new-relations.js';
import type { Finding, Rule, StatementFix, TransactionBy } from './rule.js';
import { afterInner, afterOne, afterPiece } from './replay.js';
import { sessionOf } from './session.js';
import { rulesFor, severityOf } from './severity.js';
import type { RulesOn } from './severity.js';
import { changesTypes, sinceBegin } from './since-begin.js';
import type { Suppressions } from './suppressions.js';
import { alongside, asBefore, locksAlike, staleIn, writesAlike } from './trace.js';
import type { Found, Trace } from './trace.js';

export interface LintOptions {
  readonly postgres: number;
  /** Absent, the same. */
  readonly fixesFor?: number;
  readonly execution: Execution;
  /** Before the script. */
  readonly catalog: Catalog;
  /** Before the first of the migrations that reach every database together with this one, where that is another. */
  readonly together?: Catalog | undefined;
  readonly suppressions: Suppressions;
  readonly lockTimeoutAssumed?: boolean;
  /** Rules that are silent where a call, and no SQL, is written. */
  readonly settled?: readonly string[] | undefined;
  /** By rule: what the tool has written at the place of a finding, for which it is silent. */
  readonly writes?: Readonly<Record<string, RegExp>> | undefined;
  /** What was found before an edit, for the same version, rules and settings: what has not changed since is not computed again. */
  readonly earlier?: readonly Trace[];
  /** By rule id; what is not named has the rule's own. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** What rules are told besides. */
  readonly ruleSettings?: AllGiven | undefined;
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

export interface ScriptFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  /** Edits count in the script. */
  readonly fixes: readonly StatementFix[];
  readonly mendedBy?: Finding['mendedBy'];
  /** Of its statement. */
  readonly transactionBy: TransactionBy | undefined;
}

export interface LintedStatement {
  readonly span: Span;
  readonly effects: Effects;
  readonly transactionBy: TransactionBy | undefined;
  /** What is sent, where the file is not written in SQL. */
  readonly sent?: string;
  /** What it touches was created in the same migration, by its place in `effects.relations`. */
  readonly isNew: readonly boolean[];
}

/** One statement at its place in the script. */
interface Place {
  readonly i: number;
  readonly piece: StatementPiece;
  readonly inner: InnerStatement | undefined;
  readonly gap: string;
  readonly circumstances: number;
}

/** Runs the rules over one script. Never throws for odd SQL: what could not be read is skipped. */
export function lint(script: Script, rulesOn: RulesOn, options: LintOptions): Linted {
  const { postgres, execution, suppressions, severities = {} } = options;
  const all = statementsOf(script);
  const earlier = alongside(options.earlier ?? [], all);

  const findings: ScriptFinding[] = [];
  const statements: LintedStatement[] = [];
  const trace: Trace[] = [];
  const told = new Set<string>();
  const relations = newRelations(options.together);
  const emptied = emptiedRelations();
  const ofAll = onceEach(all);
  let { catalog } = options;
  let done = sinceBegin();
  /** Whether what this transaction has locked so far was so before the edit, and which of its statements changed rows or types. */
  let sameHeld = true;
  let sameWrote = true;
  /** And all of the file: what an earlier statement names may be another relation now. */
  let sameSoFar = earlier.edited === undefined;
  /** Whether all statements so far were there before the edit, and gave the same. */
  let untouched = true;
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
      done = sinceBegin();
      sameHeld = sameWrote = true;
    }
    transaction = session.transaction;
    const i = visited++;
    const before = catalog;
    const step = stepOf(i, piece, inner);
    const { effects, isNew } = step;
    const instead = earlier.instead(i);
    if (step !== instead) {
      sameHeld &&= instead !== undefined && locksAlike(instead, step);
      sameWrote &&= instead !== undefined && writesAlike(instead, step);
    }
    gapStart = piece.sent ? undefined : span.end;
    effectsBefore = effects;
    if (all.length >= LONG) trace[i] = step;
    for (const it of step.found) tell(it, piece, block);

    if (!inner) statements.push({ span, effects, transactionBy: session.transactionBy, isNew, ...(piece.sent && { sent: piece.sent.text }) });
    if (statement.kind === 'do' && statement.inner) {
      session = session.intoBlock();
      for (const it of statement.inner) {
        if (it.kind === 'statement') visit(innerPiece(piece, it, script), it, piece);
        else catalog = afterInner(catalog, it);
      }
      session = session.outOfBlock();
    } else {
      if (session.transactionBy !== undefined) {
        done.add(statement, step, before);
        // What is asked of the schema before it is not noted.
        if (changesTypes(statement)) sameWrote = false;
      }
      catalog = step.after;
      relations.add(inner?.certain === false ? asGuarded(statement) : statement, before, catalog);
    }
    emptied.add(statement, before);
    session = session.after(statement, textOf(piece, script));
  }

  /** What is known of the statement, as far as it still holds. */
  function stepOf(i: number, piece: StatementPiece, inner: InnerStatement | undefined): Trace {
    const gap = gapBefore(piece);
    const circumstances = bit(0, execution.sends === 'whole') | bit(1, session.lockTimeout) | bit(2, inner?.certain === true) | bit(3, inner?.certain === false)
      | bit(4, done.held.size > 0) | bit(5, done.wrote.length > 0) | bit(6, done.typesSinceBegin.length > 0) | bit(7, emptied.size > 0) | (TRANSACTIONS.indexOf(session.transactionBy) << 8);
    const known = earlier.at(i);
    if (i === earlier.edited) untouched = false;
    const holds = known?.footprint && known.circumstances === circumstances && known.gap === gap
      && (untouched || relations.agrees(known.asked)) && (known.before === catalog || catalog.answersAlike(known.footprint));
    if (!holds) sameSoFar = untouched = false;
    if (!holds) return asBefore(judged({ i, piece, inner, gap, circumstances }, rulesFor(piece, rulesOn), undefined), known ?? earlier.instead(i));
    const stale = staleIn(known, { before: known.effectsBefore === effectsBefore, held: sameHeld, wrote: sameWrote, soFar: sameSoFar });
    if (stale.size > 0) return judged({ i, piece, inner, gap, circumstances }, rulesFor(piece, rulesOn).filter(it => stale.has(it)), known);
    return known.before === catalog ? known : { ...known, before: catalog, after: catalog.following(known.footprint) };
  }

  function judged({ i, piece, inner, gap, circumstances }: Place, judges: readonly Rule[], known: Trace | undefined): Trace {
    const { statement } = piece;
    const asked = new Map(known?.asked);
    const looks = new Map(known?.looks);
    const found = known?.found.filter(it => !judges.includes(it.rule)) ?? [];
    let { effects, isNew } = known ?? {};
    const judge = (catalog: Catalog): Catalog => {
      effects ??= effectsOf(statement, catalog, postgres);
      const context = new StatementContext(momentOf(i, piece, gap, inner !== undefined), catalog, effects, asked);
      for (const rule of judges) {
        context.look = undefined;
        for (const finding of rule.check(statement, context, options.ruleSettings?.[rule.id] ?? {})) found.push({ rule, finding });
        if (context.look) looks.set(rule, context.look);
      }
      isNew ??= effects.relations.map(it => context.isNew(it.relation));
      return known || (statement.kind === 'do' && statement.inner) ? catalog : afterOne(catalog, piece, inner);
    };
    // Where a transaction ends, the schema may be what it was long ago; and a short script is not remembered.
    const isTraced = all.length >= LONG && statement.kind !== 'transaction';
    const footprint = isTraced ? catalog.observed(judge, known?.footprint) : undefined;
    const after = footprint ? catalog.following(footprint) : catalog.forOneStatement(judge);
    const own = known && rulesFor(piece, rulesOn);
    if (own) found.sort((a, b) => own.indexOf(a.rule) - own.indexOf(b.rule));
    return { statement, circumstances, gap, effectsBefore, footprint, asked, looks, found, effects: effects!, isNew: isNew!, before: catalog, after };
  }

  function momentOf(position: number, piece: StatementPiece, gap: string, inBlock: boolean): Moment {
    return {
      postgres, fixesFor: options.fixesFor ?? postgres, oneByOne: execution.sends === 'statement', start: options.catalog,
      statements: all, ofAll, position, inBlock, effectsBefore, text: textOf(piece, script), gap, session, done, relations, emptied,
    };
  }

  function gapBefore(piece: StatementPiece): string {
    return piece.sent || gapStart === undefined ? '' : script.text.slice(gapStart, piece.span.start);
  }

  /** A comment above the `block` holds for all that is in it. */
  function tell({ rule, finding }: Found, piece: StatementPiece, block: StatementPiece | undefined): void {
    if (piece.sent && !piece.sent.offsets && options.settled?.includes(rule.id)) return;
    const at = placeOf(piece, finding.span);
    if (options.writes?.[rule.id]?.test(script.text.slice(at.start, at.end))) return;
    if (suppressions.suppress(rule, at, piece.span) || (block && suppressions.suppress(rule, at, block.span))) return;
    if (rule.oncePerTransaction && told.size === told.add(`${rule.id} ${session.transaction}`).size) return;
    findings.push({
      rule: rule.id,
      severity: severityOf({ id: rule.id, severity: finding.severity ?? rule.severity }, severities) as Severity,
      span: at,
      message: finding.message,
      transactionBy: session.transactionBy,
      ...(finding.mendedBy && { mendedBy: finding.mendedBy }),
      fixes: fixesIn(piece, rule.id, (finding.fixes ?? []).filter(it => !block || !it.takesOutOfTransaction)),
    });
  }
}

const TRANSACTIONS: readonly (TransactionBy | undefined)[] = [undefined, 'tool', 'script', 'message', 'block'];

function bit(place: number, is: boolean): number {
  return is ? 1 << place : 0;
}

/** Statements, from which on a script is worth a trace. */
const LONG = 100;
