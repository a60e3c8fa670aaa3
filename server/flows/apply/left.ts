import { emptyCatalog } from '../../core/schema/catalog.js';
import { effectsOf } from '../../core/sql/effects.js';
import { isConnectionLost } from '../../core/sql/problem.js';
import type { Piece, Script } from '../../core/sql/script.js';
import type { PlannedStep } from '../plan.js';
import type { SendFailure } from './send.js';

/** What a failed migration left behind. */
export type Left = 'nothing' | 'something' | 'unknown';

/** What the server takes as a statement, in order. */
export function statementsOf({ pieces }: Script): readonly Piece[] {
  return pieces.filter(it => it.kind === 'statement' || it.kind === 'error' || it.kind === 'opaque');
}

/** By Postgres's rules, not by hope: what was committed before the failure stays, all else is undone. */
export function leftBy(planned: PlannedStep, { problem, at }: Pick<SendFailure, 'problem' | 'at'>, inTransaction: boolean): Left {
  const statements = statementsOf(planned.sent);
  const blocks = inTransaction || isOneTransaction(planned);
  if (isConnectionLost(problem) && !inTransaction) return 'unknown';
  // Nobody said which one failed, but one did: at least the last was not completed.
  const kept = keeps(statements.slice(0, at ?? statements.length - 1), blocks);
  if (kept) return at === undefined ? 'unknown' : 'something';
  const culprit = at === undefined ? statements[0] : statements[at];
  return !blocks && culprit && leavesWork(culprit) ? 'unknown' : 'nothing';
}

/** Whether some failure of it, wherever, can leave anything behind. */
export function mayLeave(planned: Pick<PlannedStep, 'sent' | 'execution'>): boolean {
  const statements = statementsOf(planned.sent);
  const blocks = planned.execution.wraps || isOneTransaction(planned);
  return keeps(statements.slice(0, -1), blocks) || (!blocks && statements.some(it => leavesWork(it) || leavesInvalidIndexes(it)));
}

/** The server undoes it as a whole: it is sent in one message, and is no lone statement that runs outside a transaction only. */
export function isOneTransaction({ sent, execution }: Pick<PlannedStep, 'sent' | 'execution'>): boolean {
  const statements = statementsOf(sent);
  return execution.sends === 'whole' && !(statements.length === 1 && runsOutsideOnly(statements[0]!));
}

/** A transaction that it ends is no longer the tool's. */
export function endsTransaction(piece: Piece): boolean {
  return piece.kind === 'statement' && piece.statement.kind === 'transaction' && ['commit', 'rollback', 'prepare'].includes(piece.statement.action);
}

export function leavesInvalidIndexes(piece: Piece): boolean {
  if (piece.kind !== 'statement') return false;
  const { statement } = piece;
  return (statement.kind === 'create-index' || statement.kind === 'drop' || statement.kind === 'reindex') && statement.concurrently;
}

/** Whether these statements, all completed, left anything: `blocks` says that one belongs to a transaction without having begun it. */
function keeps(statements: readonly Piece[], blocks: boolean): boolean {
  let open = blocks;
  let pending = false;
  for (const piece of statements) {
    const action = piece.kind === 'statement' && piece.statement.kind === 'transaction' ? piece.statement.action : undefined;
    if (action === 'begin') open = true;
    else if (action === 'commit' || action === 'prepare') {
      if (pending) return true;
      open = blocks;
    } else if (action === 'rollback') {
      pending = false;
      open = blocks;
    } else if (action === undefined && !(piece.kind === 'statement' && piece.statement.kind === 'set')) {
      if (!open) return true;
      pending = true;
    }
  }
  return false;
}

/** It begins or ends transactions of its own, or runs in none. */
export function mindsTransactions(piece: Piece): boolean {
  return (piece.kind === 'statement' && piece.statement.kind === 'transaction') || runsOutsideOnly(piece);
}

function runsOutsideOnly(piece: Piece): boolean {
  // No major takes a statement into a transaction that another does not, where we are asked.
  return piece.kind === 'statement' && effectsOf(piece.statement, emptyCatalog(), 18).outsideTransactionOnly;
}

/** It commits on its way, so that a failure may leave half of it; invalid indexes are looked for on their own. */
function leavesWork(piece: Piece): boolean {
  return runsOutsideOnly(piece) && !leavesInvalidIndexes(piece);
}
