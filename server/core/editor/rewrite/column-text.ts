import { tokens } from '../../sql/lexer.js';
import type { Constraint } from '../../sql/statement/definitions.js';
import type { AlterAction } from '../../sql/statement/tables.js';
import { applyEdits } from '../../text/span.js';
import type { Span } from '../../text/span.js';
import type { Written } from './rewrite.js';

export type AddColumn = Extract<AlterAction, { readonly kind: 'add-column' }>;

/** `ADD COLUMN …` as the author wrote it, without some of the column's constraints; `undefined` where it is not known where they stand. */
export function without(constraints: readonly Constraint[], { span }: AddColumn, text: string): Written | undefined {
  const cuts = constraints.flatMap(it => it.span ? [cut(it.span, span, text)] : []);
  return cuts.length < constraints.length ? undefined : { text: applyEdits(text.slice(span.start, span.end), cuts) };
}

/** The same without default and `NOT NULL`; `undefined` where either has a name. */
export function withoutDefault({ column, span }: AddColumn, text: string): Written | undefined {
  const words = wordsIn(span, text);
  const says = (i: number, word: string) => words[i]?.text === word;
  if (words.some((_, i) => says(i, 'constraint'))) return undefined;
  const value = column.default?.span;
  const before = value && words.findLast(it => it.span.end <= value.start);
  if (!value || before?.text !== 'default') return undefined;
  const not = column.notNull ? words.findIndex((it, i) => says(i, 'not') && says(i + 1, 'null') && (it.span.end <= before.span.start || it.span.start >= value.end)) : -1;
  if (column.notNull && not < 0) return undefined;
  const cuts = [cut({ start: before.span.start, end: value.end }, span, text)];
  if (not >= 0) cuts.push(cut({ start: words[not]!.span.start, end: words[not + 1]!.span.end }, span, text));
  return { text: applyEdits(text.slice(span.start, span.end), cuts) };
}

/** What a constraint says, without its name. */
export function unnamed({ span }: Constraint, text: string): Written | undefined {
  if (!span) return undefined;
  const words = wordsIn(span, text);
  const first = words[words[0]?.text === 'constraint' ? 2 : 0];
  return first && { text: text.slice(first.span.start, span.end) };
}

interface Word {
  readonly text: string;
  readonly span: Span;
}

/** Tokens of a part of the text, words in lower case. */
export function wordsIn(part: Span, text: string): readonly Word[] {
  return tokens(text.slice(part.start, part.end)).filter(it => it.kind !== 'comment').map(({ span }) => {
    const at = { start: part.start + span.start, end: part.start + span.end };
    return { text: text.slice(at.start, at.end).toLowerCase(), span: at };
  });
}

/** Goes with the blanks before it. */
function cut(inner: Span, { start }: Span, text: string): { readonly span: Span; readonly text: '' } {
  const from = text.slice(0, inner.start).trimEnd().length;
  return { span: { start: from - start, end: inner.end - start }, text: '' };
}
