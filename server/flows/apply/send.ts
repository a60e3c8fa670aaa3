import { sqlProblem } from '../../core/sql/problem.js';
import type { SqlProblem } from '../../core/sql/problem.js';
import type { Applying } from '../apply.js';
import type { PlannedStep } from '../plan.js';
import type { Session } from '../ports.js';
import { partOf } from '../../core/migrations/migration.js';
import { cancellable } from './cancel.js';
import { textOf } from '../../core/sql/script.js';
import type { Piece, Script } from '../../core/sql/script.js';
import { endsTransaction, leavesInvalidIndexes, statementsOf } from './left.js';

export interface SendFailure {
  readonly problem: SqlProblem;
  /** The statement that failed, counted from 0; absent where that cannot be told. */
  readonly at?: number | undefined;
  /** Indexes that came to be invalid by it, as SQL names them. */
  readonly invalid: readonly string[];
}

/**
 * Sends the script, whole or by statement.
 *
 * @param begin opens the tool's transaction again where the script itself has ended it
 */
export async function send(planned: PlannedStep, applying: Applying, begin?: () => Promise<void>): Promise<SendFailure | undefined> {
  const { sent, execution } = planned;
  const statements = statementsOf(sent);
  if (statements.length === 0) return undefined;
  const messages = execution.sends === 'whole'
    ? [{ text: partOf(sent), first: 0, pieces: statements, rows: undefined }]
    : statements.map((piece, first) => ({ text: piece.kind === 'statement' ? textOf(piece, sent) : spanned(sent, piece), first, pieces: [piece], rows: rowsOf(sent, piece) }));

  for (const { text, first, pieces, rows } of messages) {
    const before = pieces.some(leavesInvalidIndexes) ? await invalidIndexes(applying.session) : undefined;
    try {
      if (applying.signal.aborted) return { problem: { code: '57014', message: 'Cancelled' }, at: first, invalid: [] };
      await cancellable(applying, () => applying.session.execute(text, rows));
      if (begin && pieces.some(it => endsTransaction(it) && !leavesForGood(it))) await begin();
    } catch (error) {
      const problem = sqlProblem(error);
      const at = pieces.length === 1 ? first : problem.completed === undefined || isOfSyntax(problem) ? undefined : first + problem.completed;
      return { problem, at, invalid: before ? await newInvalidIndexes(before, applying) : [] };
    }
  }
  return undefined;
}

/** A translated COMMIT leaves the tool's transaction on purpose: what needs one again begins it. */
function leavesForGood(piece: Piece): boolean {
  return piece.kind === 'statement' && piece.sent?.unjudged === true;
}

function spanned({ text }: Script, { span }: Piece): string {
  return text.slice(span.start, span.end);
}

/** What a COPY reads: the lines that follow it, without the one that ends them. */
function rowsOf(script: Script, statement: Piece): string | undefined {
  const next = script.pieces[script.pieces.indexOf(statement) + 1];
  return next?.kind === 'copy-data' ? spanned(script, next).replace(/\\\.$/, '') : undefined;
}

/** Found before the first statement of the message was run, so nothing of it was. */
function isOfSyntax({ code, completed }: SqlProblem): boolean {
  return code === '42601' && completed === 0;
}

async function invalidIndexes(session: Session): Promise<readonly string[]> {
  const rows = await session.query({ text: 'select indexrelid::regclass::text as name from pg_index where not indisvalid', values: [] });
  return rows.map(it => String(it['name']));
}

/** Asked of another session where this one is gone, or stands in a transaction that has failed. */
async function newInvalidIndexes(before: readonly string[], { session, reconnect }: Applying): Promise<readonly string[]> {
  const found = await invalidIndexes(session).catch(async () => {
    const other = await reconnect();
    if (other.kind === 'refused') return [];
    return invalidIndexes(other).catch(() => []).finally(() => other.close());
  });
  return found.filter(it => !before.includes(it));
}
