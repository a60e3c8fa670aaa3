import type { Span } from '../text/span.js';
import { dropBlanks, endOf, kindAt, skipBlanks } from './lexer.js';
import { cuttings, type Cutting } from './split.js';

export interface Search {
  readonly found?: Resync;
  /** How many characters were cut again, whether it helped or not: the price. */
  readonly read: number;
}

/** How the text reads when a broken statement is taken to end where the next line begins like a statement. */
export interface Resync {
  /** Of the broken statement alone. */
  readonly span: Span;
  /** What stands in for the pieces up to and with number `through`. */
  readonly pieces: readonly Cutting[];
  readonly comments: readonly Span[];
  readonly through: number;
}

/**
 * One lost quote swallows everything up to the next. `pieces[index]` did not parse, `stoppedAt` is where the
 * parser gave up: looks for the line at which its statement ought to have ended. A cut counts only if the cuts
 * behind it fall in step with those that were there, so that what is quoted on purpose stays whole.
 */
export function resync(text: string, pieces: readonly Cutting[], index: number, stoppedAt: number): Search {
  const { span } = pieces[index]!;
  let read = span.end - span.start;
  for (const cut of lineStarts(text, span, stoppedAt).slice(0, ATTEMPTS)) {
    const again = cutAgain(text, pieces, index, cut);
    read += again.end - cut;
    if (again.inStep) return { read, found: { ...again, span: { start: span.start, end: dropBlanks(text, span.start, cut) } } };
  }
  return { read };
}

const ATTEMPTS = 4;

/**
 * Words that begin a statement and hardly ever a line within one. `BEGIN`, `END`, `DECLARE`, `IF`, `EXECUTE`
 * and their like are missing: they begin lines of function bodies.
 */
const STATEMENT =
  /^(?:alter|analyze|call|cluster|comment|commit|copy|create|delete|do|drop|grant|insert|lock|merge|refresh|reindex|revoke|rollback|select|set|truncate|update|vacuum|with)\b/gim;

/** Where a statement may begin that the broken one has swallowed: in a string or comment, in a parenthesis that nothing closes, or where the parser stopped. */
function lineStarts(text: string, span: Span, stoppedAt: number): readonly number[] {
  const found: number[] = [];
  const candidates: number[] = [];
  const part = text.slice(span.start, span.end);
  for (const match of part.matchAll(STATEMENT)) if (match.index > 0) candidates.push(span.start + match.index);

  let next = 0;
  let depth = 0;
  let inParentheses: number[] = [];
  for (let at = span.start; at < span.end && next < candidates.length; at = skipBlanks(text, at)) {
    const kind = kindAt(text, at);
    const end = endOf(kind, text, at);
    if (candidates[next] === at) {
      if (depth > 0) inParentheses.push(at);
      else if (at === stoppedAt) found.push(at);
      next++;
    }
    while (next < candidates.length && candidates[next]! < end) found.push(candidates[next++]!);
    if (kind === 'punctuation' && text[at] === '(') depth++;
    else if (kind === 'punctuation' && text[at] === ')' && depth > 0 && --depth === 0) inParentheses = [];
    at = end;
  }
  return [...found, ...inParentheses].sort((a, b) => a - b);
}

interface Again extends Omit<Resync, 'span'> {
  readonly inStep: boolean;
  /** Where the cutting stopped. */
  readonly end: number;
}

function cutAgain(text: string, before: readonly Cutting[], index: number, cut: number): Again {
  const pieces: Cutting[] = [];
  const comments: Span[] = [];
  let through = index;
  for (const piece of cuttings(text, cut, comments)) {
    pieces.push(piece);
    while (through < before.length - 1 && before[through]!.end < piece.end) through++;
    if (before[through]!.end === piece.end && piece.end < text.length) return { pieces, comments, through, inStep: piece.closed, end: piece.end };
  }
  const last = before.length - 1;
  return { pieces, comments, through: last, inStep: pieces.at(-1)?.closed === true || !before[last]!.closed, end: text.length };
}
