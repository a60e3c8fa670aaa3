import type { Fragment } from '../tool/translation.js';
import { evaluate, textIn } from './evaluate.js';
import type { Call, Known, Node } from './node.js';
import type { Scope } from './scope.js';
import { isSymbolic, lastName, type Value } from './value.js';

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
  const value = known?.text ?? evaluate(written, scope);
  return changesRows(typeof value === 'string' ? value : isSymbolic(value) && value.kind === 'unknown' ? value.begins ?? '' : '') ? [] : [unknownAt(call)];
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

/** What cannot change a schema, whatever is filled in. */
function changesRows(sql: string): boolean {
  return /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:insert|update|delete|select|with|set|show)\b/i.test(sql);
}

/** Whether a function of another file is handed what sends SQL: it may do anything, but for one that only asks. */
export function isHandedOn({ callee, args }: Call, scope: Scope, isHandle: (value: Value) => boolean): boolean {
  if (!args.some(it => it.kind === 'name' && isHandle(evaluate(it, scope)))) return false;
  const called = evaluate(callee, scope);
  return !(isSymbolic(called) && called.kind === 'function') && !ASKS.test(lastName(called) ?? '');
}

const ASKS = /^(?:does|has|is|exists|check|get|find|list|count|log)(?![a-z])/;
