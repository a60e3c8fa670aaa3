import type { Fragment } from '../tool/translation.js';
import { evaluate, textIn } from './evaluate.js';
import type { Call, Known, Node } from './node.js';
import type { Scope } from './scope.js';
import type { Value } from './value.js';

/** What stands for something else in a text of SQL: `undefined` where that is not known, the mark itself where it means itself. */
export interface Holes {
  readonly pattern: RegExp;
  fill(mark: RegExpExecArray, given: Value): string | undefined;
}

/** The SQL that a call hands over as a text, filled in with what its second argument says. */
export function executed(call: Call, scope: Scope, holes?: Holes): readonly Fragment[] {
  const [written, more] = call.args;
  if (!written) return [];
  const known = textIn(written, scope) ?? textOfName(written, scope);
  const sql = known && (more && holes ? filledIn(known, evaluate(more, scope), holes) : known);
  if (sql) return sql.text.trim() === '' ? [] : [{ sql: sql.text, span: written.span, offsets: sql.offsets }];
  return changesRows(known?.text ?? firstText(written)) ? [] : [unknownAt(call)];
}

export function unknownAt(call: Call): Fragment {
  return { sql: '', span: spanOf(call), unknown: true };
}

/** From the method's name on. */
export function spanOf({ callee, span }: Call): { readonly start: number; readonly end: number } {
  return { start: callee.kind === 'member' ? callee.at.start : span.start, end: span.end };
}

/** A constant that was written as one text is told where it is written. */
function textOfName(node: Node, scope: Scope): Omit<Known, 'kind'> | undefined {
  const text = evaluate(node, scope);
  return typeof text === 'string' ? { text, offsets: [...Array.from({ length: text.length }, () => node.span.start), node.span.end] } : undefined;
}

function filledIn({ text, offsets }: Omit<Known, 'kind'>, given: Value, { pattern, fill }: Holes): Omit<Known, 'kind'> | undefined {
  let made = '';
  let at = 0;
  const places: number[] = [];
  for (const mark of text.matchAll(pattern)) {
    const value = fill(mark as RegExpExecArray, given);
    if (value === undefined) return undefined;
    made += text.slice(at, mark.index) + value;
    for (; at < mark.index; at++) places.push(offsets[at]!);
    for (let i = 0; i < value.length; i++) places.push(offsets[at]!);
    at += mark[0].length;
  }
  for (let i = at; i < offsets.length; i++) places.push(offsets[i]!);
  return { text: made + text.slice(at), offsets: places };
}

function firstText(node: Node): string {
  if (node.kind === 'operation') return firstText(node.parts[0]!);
  const [piece] = node.kind === 'text' ? node.pieces : [];
  return piece?.kind === 'known' ? piece.text : '';
}

/** What cannot change a schema, whatever is filled in. */
function changesRows(sql: string): boolean {
  return /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:insert|update|delete|select|with|set|show)\b/i.test(sql);
}
