import type { Span } from '../../text/span.js';
import type { Known } from './node.js';

/** What stands between quotes. */
export interface Quoted {
  /** Behind the closing quote, or the end of the text. */
  readonly end: number;
  readonly known?: Known;
  readonly rough: string;
}

/** Reads from behind the opening quote to the closing one. `double`: escapes and `#{…}` mean something. */
export function quoted(source: string, start: number, open: string, close: string, double: boolean): Quoted {
  // Most strings are what they say.
  const closing = open === close ? source.indexOf(close, start) : -1;
  if (closing >= 0 && !isSpecial(source, start, closing, double)) return { ...verbatim(source, [{ start, end: closing }], closing), end: closing + 1 };
  const content = contentOf(source, double, [open, close]);
  let depth = 0;
  let at = start;
  while (at < source.length) {
    const character = source[at]!;
    if (character === close && depth === 0) return { ...content.done(at), end: at + 1 };
    if (open !== close && character === open) depth++;
    else if (open !== close && character === close) depth--;
    at = content.take(at);
  }
  return { ...content.done(source.length), end: source.length };
}

/** The lines of a heredoc, without the indentation that all have where it is a squiggly one. */
export function heredoc(source: string, lines: readonly Span[], squiggly: boolean, double: boolean): Omit<Quoted, 'end'> {
  const indent = squiggly ? lines.reduce((least, it) => Math.min(least, indentOf(source, it) ?? Infinity), Infinity) : 0;
  const parts = lines.map(({ start, end }): Span => ({ start: Math.min(end, start + (Number.isFinite(indent) ? blanksOf(source, start, end, indent) : 0)), end }));
  const last = lines.at(-1)?.end ?? 0;
  if (!parts.some(it => isSpecial(source, it.start, it.end, double))) return verbatim(source, parts, last);
  const content = contentOf(source, double, []);
  for (const { start, end } of parts) for (let at = start; at < end;) at = content.take(at);
  return content.done(last);
}

/** Behind the `}` that closes what was opened right before `from`; strings inside may have braces of their own. */
export function afterInterpolation(source: string, from: number): number {
  let depth = 1;
  for (let at = from; at < source.length; at++) {
    const character = source[at]!;
    if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
    else if (character === '\\') at++;
    else if (character === '"' || character === "'") {
      const end = source.indexOf(character, at + 1);
      const line = source.indexOf('\n', at);
      if (end > 0 && (line < 0 || end < line)) at = end;
    }
  }
  return source.length;
}

/** Whether something in the stretch stands for something else. */
function isSpecial(source: string, start: number, end: number, double: boolean): boolean {
  for (let i = start; i < end; i++) {
    const code = source.charCodeAt(i);
    if (code === BACKSLASH || (double && code === HASH)) return true;
  }
  return false;
}

const BACKSLASH = 92;
const HASH = 35;

/** Stretches of the file that mean themselves. */
function verbatim(source: string, parts: readonly Span[], end: number): Omit<Quoted, 'end'> {
  const text = parts.length === 1 ? source.slice(parts[0]!.start, parts[0]!.end) : parts.map(it => source.slice(it.start, it.end)).join('');
  return { rough: text, known: { text, offsets: () => [...parts.flatMap(it => Array.from({ length: it.end - it.start }, (_, i) => it.start + i)), end] } };
}

interface Content {
  /** Takes what stands at `at`; where the next begins. */
  take(at: number): number;
  done(end: number): Omit<Quoted, 'end'>;
}

/** Gathers what a string means, piece by piece; `quotes` are those that can be escaped in it. */
function contentOf(source: string, double: boolean, quotes: readonly string[]): Content {
  let text = '';
  let rough = '';
  let dynamic = false;
  const offsets: number[] = [];
  return {
    take(at) {
      const character = source[at]!;
      if (double && character === '#' && source[at + 1] === '{') {
        dynamic = true;
        rough += ' ';
        return afterInterpolation(source, at + 2);
      }
      if (character !== '\\' || at + 1 >= source.length) return add(character, at, 1);
      const next = source[at + 1]!;
      // In single quotes only the quote and the backslash itself can be escaped.
      if (!double) return next === '\\' || quotes.includes(next) ? add(next, at, 2) : add(character, at, 1);
      const code = CODE.exec(source.slice(at + 1, at + 12));
      if (code) return add(String.fromCodePoint(Math.min(0x10ffff, parseInt((code[1] ?? code[2])!, 16))), at, 1 + code[0].length);
      return add(next === '\n' ? '' : ESCAPES[next] ?? next, at, 2);
    },
    done: end => ({ rough, ...(!dynamic && { known: { text, offsets: () => [...offsets, end] } }) }),
  };

  function add(meant: string, at: number, length: number): number {
    text += meant;
    rough += meant;
    for (let i = 0; i < meant.length; i++) offsets.push(at);
    return at + length;
  }
}

const CODE = /^(?:u\{?([0-9a-fA-F]{1,6})\}?|x([0-9a-fA-F]{1,2}))/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', s: ' ', r: '\r', '0': '\0', e: '\x1b', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** Columns of blanks before the first letter; of a blank line, nothing. */
function indentOf(source: string, { start, end }: Span): number | undefined {
  let columns = 0;
  for (let at = start; at < end; at++) {
    const character = source[at]!;
    if (character === ' ') columns++;
    else if (character === '\t') columns = (Math.floor(columns / 8) + 1) * 8;
    else return character === '\n' || character === '\r' ? undefined : columns;
  }
  return undefined;
}

/** How many characters of a line make up so many columns of indentation. */
function blanksOf(source: string, start: number, end: number, columns: number): number {
  let column = 0;
  let at = start;
  for (; at < end && column < columns; at++) {
    if (source[at] === ' ') column++;
    else if (source[at] === '\t') column = (Math.floor(column / 8) + 1) * 8;
    else break;
  }
  return at - start;
}
