import type { Span } from '../../../../text/span.js';
import type { Run, Text } from '../../document.js';

/** A scalar, and where the reading goes on. */
export interface Scalar {
  readonly value: Text;
  readonly end: number;
}

/** `"…"` with escapes, or `'…'`; lines are folded. One that is not closed runs to the end. */
export function quoted(source: string, start: number): Scalar {
  const quote = source[start]!;
  const pattern = quote === '"' ? DOUBLE : SINGLE;
  const runs: Run[] = [{ text: 0, file: start + 1 }];
  let text = '';
  let at = start + 1;
  for (;;) {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    const end = found ? found.index : source.length;
    text += source.slice(at, end);
    if (!found) return { value: { text, span: { start: start + 1, end }, runs }, end };
    at = pattern.lastIndex;
    const [whole] = found;
    if (whole === quote) return { value: { text, span: { start: start + 1, end: found.index }, runs }, end: at };
    text += whole === "''" ? "'" : whole.startsWith('\\') ? unescaped(whole) : folded(whole);
    runs.push({ text: text.length, file: at });
  }
}

const DOUBLE = /"|\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|\r?\n[ \t]*|[^])|(?<![ \t])[ \t]*\r?\n\s*/g;
const SINGLE = /''|'|(?<![ \t])[ \t]*\r?\n\s*/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0', 'a': '\x07', 'b': '\b', 't': '\t', 'n': '\n', 'v': '\v', 'f': '\f', 'r': '\r', 'e': '\x1b', 'N': '\x85', '_': '\xa0', 'L': '\u2028', 'P': '\u2029',
};

function unescaped(written: string): string {
  const code = written[1]!;
  if (written.length > 2 && /[xuU]/.test(code)) return characterOf(parseInt(written.slice(2), 16));
  if (/[\r\n]/.test(code)) return '';
  return ESCAPES[code] ?? code;
}

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

/** One line end is a blank, each further one a line end. */
function folded(blanks: string): string {
  const lines = blanks.split('\n').length - 1;
  return lines <= 1 ? ' ' : '\n'.repeat(lines - 1);
}

const HEADER = /[|>](?:([1-9])[+-]?|[+-]([1-9])?)?[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y;

/** `|` or `>`: `indent` is that of what the scalar belongs to. */
export function blockScalar(source: string, start: number, indent: number): Scalar | undefined {
  HEADER.lastIndex = start;
  const header = HEADER.exec(source);
  if (!header) return undefined;
  const [written, before, after] = header;
  const said = before ?? after;
  const lines = linesOf(source, HEADER.lastIndex, said === undefined ? undefined : Math.max(indent, 0) + Number(said), indent);
  const isFolded = written.startsWith('>');
  const runs: Run[] = [];
  let text = '';
  let blank = 0;
  let previous: string | undefined;
  for (const { start: from, end } of lines.spans) {
    const line = source.slice(from, end);
    if (line === '') {
      blank++;
      continue;
    }
    const deeper = /^[ \t]/.test(line) || (previous !== undefined && /^[ \t]/.test(previous));
    text += previous === undefined ? '\n'.repeat(blank) : !isFolded || deeper ? '\n'.repeat(blank + 1) : blank > 0 ? '\n'.repeat(blank) : ' ';
    runs.push({ text: text.length, file: from });
    text += line;
    previous = line;
    blank = 0;
  }
  const chomp = /[+-]/.exec(written.slice(0, 3))?.[0];
  text += chomp === '-' || previous === undefined ? '' : chomp === '+' ? '\n'.repeat(blank + 1) : '\n';
  const first = runs[0]?.file ?? lines.end;
  if (runs[0]?.text !== 0) runs.unshift({ text: 0, file: first });
  return { value: { text, span: { start: first, end: Math.max(first, lines.last) }, runs }, end: lines.end };
}

/** The lines without their indent and their ends; `last` is where the last that is not blank ends. */
function linesOf(source: string, from: number, said: number | undefined, parent: number) {
  const spans: Span[] = [];
  let indent = said;
  let last = from;
  let at = from;
  while (at < source.length) {
    const lf = source.indexOf('\n', at);
    const next = lf < 0 ? source.length : lf + 1;
    const end = lf < 0 ? source.length : source[lf - 1] === '\r' && lf > at ? lf - 1 : lf;
    let text = at;
    while (text < end && source[text] === ' ') text++;
    if (text === end) spans.push({ start: Math.min(at + (indent ?? Infinity), end), end });
    else {
      if (indent === undefined ? text - at <= parent : text - at < indent) break;
      indent ??= text - at;
      spans.push({ start: at + indent, end });
      last = end;
    }
    at = next;
  }
  return { spans, end: at, last };
}

/** A plain scalar that begins at `start`: its lines as long as they are indented more than `indent`; inside of brackets only to the next of these. */
export function plain(source: string, start: number, indent: number, inFlow: boolean): Scalar {
  const runs: Run[] = [{ text: 0, file: start }];
  let text = lineAt(source, start, inFlow);
  let end = start + text.length;
  for (;;) {
    CONTINUED.lastIndex = end;
    const found = CONTINUED.exec(source);
    if (!found) break;
    const [blanks, column] = found;
    const next = CONTINUED.lastIndex;
    if (source[next] === '#' || (!inFlow && column!.length <= indent) || /^(?:---|\.\.\.)(?:\s|$)/.test(source.slice(next, next + 4))) break;
    const more = lineAt(source, next, inFlow);
    if (more === '' || (!inFlow && KEY.test(more + (source[next + more.length] ?? '')))) break;
    text += folded(blanks.replace(/[^\n]/g, ''));
    runs.push({ text: text.length, file: next });
    text += more;
    end = next + more.length;
  }
  return { value: { text, span: { start, end }, runs }, end };
}

/** Up to a comment, a colon that makes it a key, or the line's end; without blanks at its end. */
function lineAt(source: string, start: number, inFlow: boolean): string {
  const stop = inFlow ? FLOW_STOP : STOP;
  stop.lastIndex = start;
  const end = stop.exec(source)?.index ?? source.length;
  return source.slice(start, end).trimEnd();
}

const STOP = /[\r\n]|\s#|:(?=\s|$)/g;
const FLOW_STOP = /[\r\n,[\]{}]|\s#|:(?=[\s,[\]{}]|$)/g;
const CONTINUED = /[ \t]*(?:\r?\n[ \t]*)*\r?\n( *)(?=\S)/y;
const KEY = /:$/;
