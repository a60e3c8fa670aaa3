import { tokens } from '../../sql/lexer.js';
import type { Script } from '../../sql/script.js';
import type { Span } from '../../text/span.js';

/** A statement as a person would cut it out: with the comments before it, its semicolon and the rest of its last line. */
export function regionOf(script: Script, position: number): Span {
  return { start: startOf(script, position), end: endOf(script, position) };
}

export function regionFrom(script: Script, position: number): Span {
  return { start: startOf(script, position), end: script.text.length };
}

/** A statement with its semicolon, where one follows. */
export function closed({ start, end }: Span, text: string): Span {
  return { start, end: end + (/^\s*;/.exec(text.slice(end, end + 100))?.[0].length ?? 0) };
}

/** A script with transactions of its own, or with rows in it, cannot be taken apart. */
export function canMove({ pieces }: Script): boolean {
  return pieces.every(it => it.kind === 'statement' ? it.statement.kind !== 'transaction' : it.kind === 'opaque');
}

/** What stands above the first statement speaks of the whole file, and stays. */
function startOf(script: Script, position: number): number {
  return position === 0 ? script.pieces[0]!.span.start : endOf(script, position - 1);
}

function endOf({ text, pieces }: Script, position: number): number {
  const { end } = pieces[position]!.span;
  const next = pieces[position + 1]?.span.start ?? text.length;
  const between = tokens(text.slice(end, next));
  const semicolon = between.find(it => it.kind === 'punctuation' && text[end + it.span.start] === ';');
  let at = semicolon ? end + semicolon.span.end : end;
  const lineEnd = (from: number) => { const found = text.indexOf('\n', from); return found < 0 ? text.length : found + 1; };
  const comment = between.find(it => it.kind === 'comment' && end + it.span.start >= at && end + it.span.start < lineEnd(at));
  if (comment) at = end + comment.span.end;
  return Math.min(next, lineEnd(at));
}
