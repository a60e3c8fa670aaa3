import type { Text } from './node.js';

/** A text as Python makes it, and where each of its UTF-16 units is written; one more offset for its end. */
export interface Decoded {
  readonly text: string;
  readonly offsets: readonly number[];
}

/** What a literal means. `fill` gives what stands in an f-string's braces; `undefined` where that cannot be told. */
export function decoded(source: string, { span, pieces }: Text, fill: (piece: Extract<Text['pieces'][number], { kind: 'filled' }>['value']) => string | undefined): Decoded | undefined {
  let text = '';
  const offsets: number[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'filled') {
      const value = fill(piece.value);
      if (value === undefined) return undefined;
      text += value;
      for (let i = 0; i < value.length; i++) offsets.push(piece.span.start);
      continue;
    }
    for (let at = piece.span.start; at < piece.span.end; ) {
      const [value, length] = unitAt(source, at, piece.span.end, piece.raw, piece.format);
      text += value;
      for (let i = 0; i < value.length; i++) offsets.push(value.length === length ? at + i : at);
      at += length;
    }
  }
  const last = pieces.at(-1);
  offsets.push(last ? last.span.end : span.end);
  return { text, offsets };
}

/** A text without anything filled in, or `undefined`. */
export function plainText(source: string, text: Text): string | undefined {
  return decoded(source, text, () => undefined)?.text;
}

/** What stands at `at`, and how long it is in the file. */
function unitAt(source: string, at: number, end: number, raw: boolean, format: boolean): readonly [string, number] {
  const character = source[at]!;
  if (format && (character === '{' || character === '}') && source[at + 1] === character) return [character, 2];
  // Python reads every line end as one of its own.
  if (character === '\r') return ['\n', source[at + 1] === '\n' ? 2 : 1];
  if (character !== '\\' || raw || at + 1 >= end) return plainRun(source, at, end, raw, format);
  ESCAPE.lastIndex = at;
  const found = ESCAPE.exec(source);
  if (!found) return [character, 1];
  const [all, line, octal, hex, named, single] = found;
  if (line !== undefined) return ['', all.length];
  if (octal !== undefined) return [String.fromCodePoint(parseInt(octal, 8)), all.length];
  if (hex !== undefined) {
    const code = parseInt(hex.slice(1), 16);
    return [code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD', all.length];
  }
  // One character, whichever it is.
  if (named !== undefined) return ['\uFFFD', all.length];
  return [SINGLE[single!] ?? '\\', all.length];
}

function plainRun(source: string, at: number, end: number, raw: boolean, format: boolean): readonly [string, number] {
  let to = at + 1;
  while (to < end) {
    const character = source[to];
    if (character === '\r' || (!raw && character === '\\') || (format && (character === '{' || character === '}'))) break;
    to++;
  }
  return [source.slice(at, to), to - at];
}

const ESCAPE = /\\(?:(\r\n|\r|\n)|([0-7]{1,3})|(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|(N\{[^}]*\})|([\\'"abfnrtv]))/y;
const SINGLE: Readonly<Record<string, string>> = { '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
