import type { SqlProblem } from '../../core/sql/problem.js';
import { placeOf } from '../../core/sql/script.js';
import { fromCodePointOffset } from '../../core/text/span.js';
import type { Span } from '../../core/text/span.js';
import type { PlannedStep } from '../plan.js';
import { statementsOf } from './left.js';

/**
 * Where in the file the server stumbled: at its position, else the statement.
 * Placeholders move what follows them, so a text that had some is only told by the statement.
 */
export function spanOf({ sent, execution, migration, statements }: PlannedStep, { position }: SqlProblem, at: number | undefined): Span | undefined {
  const asWritten = sent.text === migration.up?.text;
  const sentStatements = statementsOf(sent);
  const piece = at === undefined ? undefined : sentStatements[at];
  const statement = piece?.span;
  if (piece?.kind === 'statement' && piece.sent) return position === undefined ? statement : placeOf(piece, wordAt(piece.sent.text, fromCodePointOffset(piece.sent.text, position - 1)));
  if (!asWritten) return at === undefined || statements.length !== sentStatements.length ? undefined : statements[at]?.span;
  if (position === undefined) return statement;

  const start = execution.sends === 'statement' ? statement?.start : sent.within?.start ?? 0;
  if (start === undefined) return undefined;
  return wordAt(sent.text, start + fromCodePointOffset(sent.text.slice(start), position - 1));
}

/** The word there, as the server's own cursor would show it. */
function wordAt(text: string, start: number): Span {
  const word = /[\p{L}\p{N}_$.]+|"(?:[^"]|"")*"|'(?:[^']|'')*'|./suy;
  word.lastIndex = start;
  return { start, end: start + (word.exec(text)?.[0].length ?? 0) };
}
