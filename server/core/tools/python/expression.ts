import type { Span } from '../../text/span.js';
import type { Module } from './lines.js';
import type { Call, Expression, Keyword, TextPiece } from './node.js';
import { lexer, type Lexer } from './tokens.js';

/** The expression that the span holds; several side by side, with commas, are a tuple. Never fails: what cannot be read is `other`. */
export function expressionIn(module: Pick<Module, 'text' | 'broken'>, span: Span): Expression {
  return bare(lexer(module, span));
}

/** An expression from where the lexer stands, up to what cannot belong to it. */
export function bare(lexer: Lexer): Expression {
  const first = expression(lexer, 0);
  if (!lexer.is(',')) return first;
  const items = [first];
  while (lexer.take(',') && !lexer.ended() && !lexer.is('=')) items.push(expression(lexer, 0));
  return { kind: 'tuple', span: { start: first.span.start, end: items.at(-1)!.span.end }, items };
}

/** Deeper than this nobody nests; a file that does is not read by recursion without end. */
const DEEPEST = 200;

/** Words that join operands, or make the value one that only Python could tell. */
const JOINING = new Set('and or not in is if else for async await lambda from yield'.split(' '));

/** `x += y`: what it makes of a name only Python could tell. */
export const AUGMENTED = /^(?:[-+%@&|^]|\*\*?|\/\/?|<<|>>)=$/;

const ENDING = new Set([',', ')', ']', '}', ':', '=', '']);

function expression(lexer: Lexer, depth: number): Expression {
  const start = lexer.start;
  const parts: Expression[] = [];
  let plus = true;
  let joined = false;
  for (;;) {
    const { kind, text } = lexer;
    if (lexer.ended() || AUGMENTED.test(text) || (kind === 'operator' && ENDING.has(text) && !(text === ':' && joined && parts.length === 0))) break;
    if (kind === 'word' && JOINING.has(text)) {
      if (text === 'lambda') while (!lexer.ended() && !lexer.is(':')) lexer.next();
      joined = true;
      plus = false;
      lexer.next();
    } else if (kind === 'operator' && text !== '(' && text !== '[' && text !== '{') {
      if (text === '-' && parts.length === 0 && !joined && lexer.peekNumber()) {
        parts.push(negative(lexer));
        continue;
      }
      plus &&= text === '+' && parts.length > 0;
      joined = true;
      lexer.next();
    } else {
      const part = depth > DEEPEST ? skipped(lexer) : postfixed(lexer, operand(lexer, depth + 1), depth + 1);
      parts.push(part);
      if (!joined && parts.length > 1) plus = false;
    }
  }
  const [only] = parts;
  if (only && parts.length === 1 && !joined) return only;
  const span = { start, end: Math.max(start, lexer.before) };
  return plus && parts.length > 1 ? { kind: 'sum', span, parts } : { kind: 'other', span, parts };
}

function negative(lexer: Lexer): Expression {
  const { start } = lexer;
  lexer.next();
  const { text, end } = lexer;
  lexer.next();
  return { kind: 'number', span: { start, end }, text: `-${text}` };
}

function operand(lexer: Lexer, depth: number): Expression {
  const { kind, start, end, text } = lexer;
  if (kind === 'string') return texts(lexer, depth);
  if (kind === 'number') {
    lexer.next();
    return { kind: 'number', span: { start, end }, text: text.replaceAll('_', '') };
  }
  if (kind === 'word') {
    lexer.next();
    return { kind: 'name', span: { start, end }, name: text };
  }
  if (text === '(') return parenthesized(lexer, depth);
  return text === '[' ? list(lexer, depth) : braces(lexer, depth);
}

function postfixed(lexer: Lexer, first: Expression, depth: number): Expression {
  let value = first;
  for (let steps = 0; ; steps++) {
    if (lexer.is('(')) value = call(lexer, value, depth);
    else if (lexer.is('[')) {
      const { items } = enclosed(lexer, ']', depth);
      value = { kind: 'other', span: { start: value.span.start, end: lexer.before }, parts: [value, ...items] };
    } else if (lexer.is('.')) {
      lexer.next();
      const { kind, text: name, end } = lexer;
      if (kind !== 'word') return { kind: 'other', span: { start: value.span.start, end: lexer.before }, parts: [value] };
      lexer.next();
      const span = { start: value.span.start, end };
      value = value.kind === 'name' ? { kind: 'name', span, name: `${value.name}.${name}` } : { kind: 'attribute', span, of: value, name };
    } else return value;
    if (steps > 1000) return { kind: 'other', span: { start: value.span.start, end: skipped(lexer).span.end }, parts: [] };
  }
}

function call(lexer: Lexer, callee: Expression, depth: number): Call {
  const open = lexer.end;
  lexer.next();
  const positional: Expression[] = [];
  const keywords: Keyword[] = [];
  const options: Expression[] = [];
  let spread = false;
  while (!lexer.ended() && !lexer.is(')')) {
    const { start } = lexer;
    if (lexer.is('*') || lexer.is('**')) {
      spread = true;
      const named = lexer.is('**');
      lexer.next();
      const given = expression(lexer, depth);
      if (named) options.push(given);
    } else {
      const value = expression(lexer, depth);
      if (value.kind === 'name' && lexer.is('=')) {
        lexer.next();
        const given = expression(lexer, depth);
        keywords.push({ name: value.name, value: given, span: { start, end: given.span.end } });
      } else if (value.span.end > value.span.start) positional.push(value);
    }
    if (!lexer.take(',') && !lexer.is(')')) lexer.next();
  }
  const close = lexer.is(')') ? lexer.start : lexer.before;
  lexer.take(')');
  return { kind: 'call', span: { start: callee.span.start, end: Math.max(lexer.before, close) }, callee, positional, keywords, spread, options, inside: { start: open, end: Math.max(open, close) } };
}

/** Of a list, a tuple, or a subscript: up to its closer, or the end. */
function enclosed(lexer: Lexer, closer: string, depth: number): { readonly items: readonly Expression[]; readonly commas: number; readonly odd: boolean } {
  lexer.next();
  const items: Expression[] = [];
  let commas = 0;
  let odd = false;
  while (!lexer.ended() && !lexer.is(closer)) {
    if (lexer.is('*') || lexer.is('**')) {
      odd = true;
      lexer.next();
    }
    const item = expression(lexer, depth);
    if (item.span.end > item.span.start) items.push(item);
    if (lexer.take(',')) commas++;
    else if (!lexer.is(closer)) {
      odd = true;
      lexer.next();
    }
  }
  lexer.take(closer);
  return { items, commas, odd };
}

function parenthesized(lexer: Lexer, depth: number): Expression {
  const { start } = lexer;
  const { items, commas, odd } = enclosed(lexer, ')', depth);
  const span = { start, end: lexer.before };
  if (odd) return { kind: 'other', span, parts: items };
  return items.length === 1 && commas === 0 ? items[0]! : { kind: 'tuple', span, items };
}

/** A comprehension is one item, joined by `for`. */
function list(lexer: Lexer, depth: number): Expression {
  const { start } = lexer;
  const { items, odd } = enclosed(lexer, ']', depth);
  return { kind: odd ? 'other' : 'list', span: { start, end: lexer.before }, ...(odd ? { parts: items } : { items }) } as Expression;
}

function braces(lexer: Lexer, depth: number): Expression {
  const { start } = lexer;
  lexer.next();
  const items: Expression[] = [];
  const entries: { key: Expression; value: Expression }[] = [];
  let odd = false;
  while (!lexer.ended() && !lexer.is('}')) {
    if (lexer.take('**')) odd = true;
    const key = expression(lexer, depth);
    if (lexer.take(':')) entries.push({ key, value: expression(lexer, depth) });
    else items.push(key);
    if (!lexer.take(',') && !lexer.is('}')) {
      odd = true;
      lexer.next();
    }
  }
  lexer.take('}');
  const span = { start, end: lexer.before };
  if (odd || (items.length > 0 && entries.length > 0)) return { kind: 'other', span, parts: [...items, ...entries.map(it => it.value)] };
  return items.length > 0 ? { kind: 'set', span, items } : { kind: 'dict', span, entries };
}

function texts(lexer: Lexer, depth: number): Expression {
  const { start } = lexer;
  const pieces: TextPiece[] = [];
  let bytes = false;
  while (lexer.kind === 'string' && !lexer.ended()) {
    const { prefix, content } = lexer;
    const raw = /r/i.test(prefix);
    const format = /[ft]/i.test(prefix);
    bytes ||= /[bt]/i.test(prefix);
    if (format) pieces.push(...filledIn(lexer, content, raw, depth));
    else pieces.push({ kind: 'literal', span: content, raw, format: false });
    lexer.next();
  }
  const span = { start, end: lexer.before };
  return bytes ? { kind: 'other', span, parts: [] } : { kind: 'text', span, pieces };
}

/** An f-string's literal parts, and what stands in its braces. */
function filledIn({ source, broken }: Lexer, { start, end }: Span, raw: boolean, depth: number): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = start;
  for (let at = start; at < end; at++) {
    const character = source[at];
    if (character === '{' && source[at + 1] === '{') at++;
    else if (character === '{') {
      let level = 1;
      let close = at + 1;
      for (; close < end; close++) {
        if (source[close] === '{') level++;
        else if (source[close] === '}' && --level === 0) break;
      }
      if (from < at) pieces.push({ kind: 'literal', span: { start: from, end: at }, raw, format: true });
      const inner = { start: at + 1, end: close };
      const plain = depth <= DEEPEST && !/[!:=]/.test(source.slice(inner.start, inner.end));
      pieces.push({ kind: 'filled', span: { start: at, end: Math.min(end, close + 1) }, value: plain ? expressionIn({ text: source, broken }, inner) : { kind: 'other', span: inner, parts: [] } });
      at = close;
      from = Math.min(end, close + 1);
    }
  }
  if (from < end) pieces.push({ kind: 'literal', span: { start: from, end }, raw, format: true });
  return pieces;
}

/** Up to what closes the bracket that the lexer is in. */
function skipped(lexer: Lexer): Expression {
  const { start } = lexer;
  for (let level = 0; !lexer.ended(); lexer.next()) {
    if (lexer.is('(') || lexer.is('[') || lexer.is('{')) level++;
    else if ((lexer.is(')') || lexer.is(']') || lexer.is('}')) && level-- === 0) break;
  }
  return { kind: 'other', span: { start, end: lexer.before }, parts: [] };
}
