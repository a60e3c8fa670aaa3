import { shift } from '../text/span.js';
import type { Span } from '../text/span.js';
import { endOf, kindAt, skipBlanks } from './lexer.js';

/** `${x}`, `{{ x }}`, `{x}`, psql's `:x`, `:'x'` and `:"x"`, and a name between a prefix and a suffix that a project has chosen: `between #[ ]`. */
export type MaskStyle = Known | `between ${string} ${string}`;
type Known = 'dollar-brace' | 'mustache' | 'brace' | 'colon';

/** What stands in for a placeholder while its statement is parsed, at the same length. */
export type StandIn = 'name' | 'number' | 'string' | 'blank';

/** What a placeholder, as it was written, may stand for, the likeliest first. */
export function standIns(placeholder: string): readonly StandIn[] {
  return placeholder.startsWith(":'") ? ['string'] : /^:?"/.test(placeholder) ? ['name'] : ['name', 'number', 'string', 'blank'];
}

/** The placeholders of one statement; those in strings, quoted names and comments parse as they are and are not here. */
export function placeholders(text: string, all: readonly MaskStyle[]): readonly Span[] {
  const styles = all.filter(it => text.includes(opener(it)));
  if (styles.length === 0) return [];
  const found: Span[] = [];
  let brackets = 0;
  /** The body of a DO block or a function is a string, but no data. */
  const hasCode = /^(?:do|create)\b/i.test(text);
  for (let at = skipBlanks(text, 0); at < text.length; ) {
    const close = styles.map(style => placeholderEnd(text, at, style, brackets)).find(it => it !== undefined);
    if (close !== undefined) {
      found.push({ start: at, end: close });
      at = skipBlanks(text, close);
      continue;
    }
    const kind = kindAt(text, at);
    if (kind === 'punctuation' && text[at] === '[') brackets++;
    if (kind === 'punctuation' && text[at] === ']') brackets--;
    const end = endOf(kind, text, at);
    const tag = kind === 'string' && hasCode ? /^\$[^$]*\$/.exec(text.slice(at, at + LONGEST_TAG))?.[0].length : undefined;
    if (tag !== undefined) for (const it of placeholders(text.slice(at + tag, end - tag), styles)) found.push(shift(it, at + tag));
    // A dollar is a letter inside a name, so `t_${env}` reads as `t_$` at first.
    const swallowed = kind !== 'string' && end - at > 1 && text[end - 1] === '$' && text[end] === '{' && styles.includes('dollar-brace');
    at = swallowed ? end - 1 : skipBlanks(text, end);
  }
  return found;
}

/** An identifier's, and its dollars. */
const LONGEST_TAG = 65;

/** The statement with each placeholder replaced; `as` has one stand-in for each. */
export function masked(text: string, spans: readonly Span[], as: readonly StandIn[]): string {
  let result = '';
  let done = 0;
  spans.forEach(({ start, end }, i) => {
    result += text.slice(done, start) + standIn(as[i]!, i, text.slice(start, end));
    done = end;
  });
  return result + text.slice(done);
}

/** Puts the author's placeholders back into every string of what came out of the masked text. */
export function unmasked<T>(value: T, text: string, spans: readonly Span[]): T {
  if (typeof value === 'string') {
    return value.replace(MARKED, marked => {
      const span = spans[marked.charCodeAt(0) - FIRST_MARK];
      // What follows the stand-in belongs to the author; one that was cut short (names end after 63 bytes) has nothing behind it.
      return span ? text.slice(span.start, span.end) + marked.slice(span.end - span.start) : marked;
    }) as T;
  }
  if (Array.isArray(value)) return value.map(it => unmasked<unknown>(it, text, spans)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, unmasked<unknown>(it, text, spans)])) as T;
}

function placeholderEnd(text: string, start: number, style: MaskStyle, brackets: number): number | undefined {
  if (!isKnown(style)) {
    const [, prefix, suffix] = style.split(' ') as [string, string, string];
    const end = text.startsWith(prefix, start) ? text.indexOf(suffix, start + prefix.length + 1) : -1;
    return end < 0 || /[\r\n]/.test(text.slice(start, end)) ? undefined : end + suffix.length;
  }
  const shape = SHAPES[style];
  shape.lastIndex = start;
  // `a[1:x]` is a slice.
  const match = style === 'colon' && brackets > 0 ? null : shape.exec(text);
  return match ? start + match[0].length : undefined;
}

function isKnown(style: MaskStyle): style is Known {
  return style in OPENERS;
}

function opener(style: MaskStyle): string {
  return isKnown(style) ? OPENERS[style] : style.split(' ')[1]!;
}

const OPENERS: Readonly<Record<Known, string>> = { 'dollar-brace': '${', mustache: '{{', brace: '{', colon: ':' };
const SHAPES: Readonly<Record<Known, RegExp>> = {
  'dollar-brace': /\$\{[^{}\r\n]+\}/y,
  // Go takes its own quotes out of a quoted name.
  mustache: /\{\{[^]*?\}\}|"\{\{-?\s*[\w.$][^"{}]*"[^{}]*\}\}"/y,
  // As `format!` of Rust and `str.format` of Python have it.
  brace: /\{[A-Za-z_]\w*\}/y,
  colon: /:(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*|'[^'\r\n]+'|"[^"\r\n]+")/y,
};

/** A private character is a letter to Postgres and in nobody's SQL, so a name can be traced back to its placeholder, even as a part of another. */
function standIn(as: StandIn, index: number, { length }: string): string {
  const mark = String.fromCharCode(FIRST_MARK + Math.min(index, MARKS - 1));
  switch (as) {
    case 'name':
      return mark + '_'.repeat(length - 1);
    case 'number':
      return '1'.padStart(length, '0');
    case 'string':
      return length > 2 ? `'${mark}${'_'.repeat(length - 3)}'` : "''";
    case 'blank':
      return ' '.repeat(length);
  }
}

/** The private use area of Unicode. */
const FIRST_MARK = 0xe000;
const MARKS = 6400;
const MARKED = /[\ue000-\uf8ff]_*/g;
