import type { SqlProblem } from '../../core/sql/problem.js';
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
  const statement = at === undefined ? undefined : sentStatements[at]?.span;
  if (!asWritten) return at === undefined || statements.length !== sentStatements.length ? undefined : statements[at]?.span;
  if (position === undefined) return statement;

  const start = execution.sends === 'statement' ? statement?.start : sent.within?.start ?? 0;
  if (start === undefined) return undefined;
  const offset = start + fromCodePointOffset(sent.text.slice(start), position - 1);
  return { start: offset, end: wordEnd(sent.text, offset) };
}

/** The word there, as the server's own cursor would show it. */
function wordEnd(text: string, start: number): number {
  const word = /[\p{L}\p{N}_$.]+|"(?:[^"]|"")*"|'(?:[^']|'')*'|./suy;
  word.lastIndex = start;
  return start + (word.exec(text)?.[0].length ?? 0);
}
