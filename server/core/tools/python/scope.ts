import type { Call, Expression } from './node.js';
import type { Module } from './lines.js';
import type { Statement } from './statement.js';
import { decoded, type Decoded } from './text.js';

/** What names stand for where a line of a file runs, as far as one assignment says so. */
export interface Scope {
  readonly module: Module;
  valueOf(name: string): Expression | undefined;
}

/** The names that these statements assign, each once; others are looked up in `outer`. */
export function scopeOf(module: Module, statements: readonly Statement[], outer?: Scope): Scope {
  const names = new Map<string, Expression | undefined>();
  for (const it of statements) {
    if (it.kind === 'assignment') {
      for (const target of it.targets) if (target.kind === 'name') names.set(target.name, names.has(target.name) ? undefined : it.value);
    } else if (it.kind === 'for' && it.target.kind === 'name') names.set(it.target.name, undefined);
  }
  return { module, valueOf: name => (names.has(name) ? names.get(name) : outer?.valueOf(name)) };
}

/** The scope in which these names have these values, too. */
export function withNames(outer: Scope, names: ReadonlyMap<string, Expression | undefined>): Scope {
  return { module: outer.module, valueOf: name => (names.has(name) ? names.get(name) : outer.valueOf(name)) };
}

/** The expression, or what the name in its place was assigned. */
export function resolved(expression: Expression, scope: Scope, depth = 0): Expression {
  if (expression.kind !== 'name' || depth > 8) return expression;
  const value = scope.valueOf(expression.name);
  return value ? resolved(value, scope, depth + 1) : expression;
}

/** A text and where each unit of it is written; `undefined` where only Python could tell it. */
export function textIn(expression: Expression, scope: Scope, depth = 0): Decoded | undefined {
  if (depth > 20) return undefined;
  const value = resolved(expression, scope);
  if (value.kind === 'text') return decoded(scope.module.text, value, it => textIn(it, scope, depth + 1)?.text ?? numberIn(it, scope));
  if (value.kind === 'other') return formatted(value, scope, depth);
  if (value.kind === 'sum') return joined(value.parts.map(it => textIn(it, scope, depth + 1)));
  if (value.kind !== 'call') return undefined;
  // What only strips blanks changes nothing that SQL would mind.
  const { callee, positional } = value;
  if (callee.kind === 'name' && /(?:^|\.)(?:dedent|cleandoc|str|gettext_noop)$/.test(callee.name) && positional.length === 1) return textIn(positional[0]!, scope, depth + 1);
  const stripped = callee.kind === 'attribute' && /^(?:strip|rstrip|lstrip)$/.test(callee.name) && positional.length === 0 ? callee.of : undefined;
  if (stripped) return textIn(stripped, scope, depth + 1);
  const template = templateOf(value);
  if (template) return filledIn(template, value, scope, depth);
  const [, named] = callee.kind === 'name' ? /^(\w+)\.(?:strip|rstrip|lstrip)$/.exec(callee.name) ?? [] : [];
  return named !== undefined && positional.length === 0 ? textIn({ kind: 'name', span: callee.span, name: named }, scope, depth + 1) : undefined;
}

/** What `format` is called on. */
function templateOf({ callee }: Call): Expression | undefined {
  if (callee.kind === 'attribute') return callee.name === 'format' ? callee.of : undefined;
  const [, owner] = callee.kind === 'name' ? /^(.+)\.format$/.exec(callee.name) ?? [] : [];
  return owner === undefined ? undefined : { kind: 'name', span: callee.span, name: owner };
}

/** `'drop table {}'.format(name)`, with marks that have a number, a name or nothing in their braces. */
function filledIn(template: Expression, { positional, keywords }: Call, scope: Scope, depth: number): Decoded | undefined {
  const text = textIn(template, scope, depth + 1);
  if (!text) return undefined;
  let next = 0;
  return withMarks(text, /\{\{|\}\}|\{([^{}]*)\}/g, (mark, name) => {
    if (name === undefined) return mark[0];
    const given = name === '' ? positional[next++] : /^\d+$/.test(name) ? positional[Number(name)] : keywords.find(it => it.name === name)?.value;
    return given && (textIn(given, scope, depth + 1)?.text ?? numberIn(given, scope));
  });
}

/** The text with something else in the place of each mark; `undefined` where one cannot be told. */
function withMarks(text: Decoded, marks: RegExp, fill: (mark: string, name: string | undefined) => string | undefined): Decoded | undefined {
  let made = '';
  let at = 0;
  const offsets: (readonly number[])[] = [];
  for (const { index, 0: mark, 1: name } of text.text.matchAll(marks)) {
    const value = fill(mark, name);
    if (value === undefined) return undefined;
    made += text.text.slice(at, index) + value;
    offsets.push(text.offsets.slice(at, index), Array.from({ length: value.length }, () => text.offsets[index]!));
    at = index + mark.length;
  }
  return { text: made + text.text.slice(at), offsets: [...offsets, text.offsets.slice(at)].flat() };
}

/** `%(name)s`, out of a dictionary that is written out. */
export function withNamed(text: Decoded, given: Expression, scope: Scope, depth: number): Decoded | undefined {
  const entries = entriesOf(given, scope);
  return withMarks(text, /%%|%(?:\((\w+)\)s)?/g, (mark, name) => {
    if (mark === '%%') return '%';
    const value = name === undefined ? undefined : entries.find(([key]) => key === name)?.[1];
    return value && (textIn(value, scope, depth + 1)?.text ?? numberIn(value, scope));
  });
}

/** Of `{'name': value}` and `dict(name=value)`; of anything else none. */
export function entriesOf(dictionary: Expression, scope: Scope): readonly (readonly [string, Expression])[] {
  const it = resolved(dictionary, scope);
  if (it.kind === 'dict') return it.entries.flatMap(({ key, value }) => [textIn(key, scope)?.text].flatMap(name => (name === undefined ? [] : [[name, value] as const])));
  return it.kind === 'call' && it.callee.kind === 'name' && it.callee.name === 'dict' ? it.keywords.map(({ name, value }) => [name, value] as const) : [];
}

/** `'drop table %s' % name`: what is filled in is told where its mark stands. */
function formatted({ parts }: Extract<Expression, { kind: 'other' }>, scope: Scope, depth: number): Decoded | undefined {
  const [template, given, more] = parts;
  if (template?.kind !== 'text' || !given || more || scope.module.text.slice(template.span.end, given.span.start).replace(/[\s(\\]+/g, '') !== '%') return undefined;
  const text = textIn(template, scope, depth + 1);
  if (text && /%\(\w+\)s/.test(text.text)) return withNamed(text, resolved(given, scope), scope, depth);
  const values = (given.kind === 'tuple' ? given.items : [given]).map(it => textIn(it, scope, depth + 1)?.text ?? numberIn(it, scope));
  if (!text || values.some(it => it === undefined)) return undefined;
  let next = 0;
  const made = withMarks(text, /%(?:%|s|d)/g, mark => (mark === '%%' ? '%' : values[next++]));
  return next === values.length ? made : undefined;
}

function numberIn(expression: Expression, scope: Scope): string | undefined {
  const value = resolved(expression, scope);
  return value.kind === 'number' && /^-?\d+$/.test(value.text) ? value.text : undefined;
}

function joined(parts: readonly (Decoded | undefined)[]): Decoded | undefined {
  let text = '';
  const offsets: (readonly number[])[] = [];
  let end = 0;
  for (const part of parts) {
    if (!part) return undefined;
    text += part.text;
    offsets.push(part.offsets.slice(0, -1));
    end = part.offsets.at(-1)!;
  }
  return { text, offsets: [...offsets, [end]].flat() };
}
