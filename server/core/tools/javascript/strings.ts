import type { Known } from './node.js';

/** What a string in plain quotes means; `end` is behind its closing quote, or where its line ends. */
export function quotedAt(source: string, from: number): { readonly known: Known; readonly end: number } {
  const quote = source[from]!;
  const { known, end } = charactersAt(source, from + 1, at => source[at] === quote || source[at] === '\n');
  return { known, end: source[end] === quote ? end + 1 : end };
}

/** The characters of a string, escapes read, up to where `stops`. */
export function charactersAt(source: string, from: number, stops: (at: number) => boolean): { readonly known: Known; readonly end: number } {
  const offsets: number[] = [];
  let text = '';
  let to = from;
  while (to < source.length && !stops(to)) {
    const [meant, length] = source[to] === '\\' ? escapeAt(source, to) : [source[to]!, 1];
    text += meant;
    for (let i = 0; i < meant.length; i++) offsets.push(to);
    to += length;
  }
  return { known: { kind: 'known', text, offsets: [...offsets, to] }, end: to };
}

function escapeAt(source: string, from: number): readonly [string, number] {
  ESCAPE.lastIndex = from;
  const [all, code, character] = ESCAPE.exec(source) ?? ['\\'];
  if (code !== undefined) return [String.fromCodePoint(Math.min(0x10ffff, parseInt(code.replace(/[ux{}]/g, ''), 16))), all.length];
  return [character === '\n' || character === '\r\n' ? '' : SINGLE[character ?? ''] ?? character ?? '', all.length];
}

const ESCAPE = /\\(?:(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})|(\r\n|[\s\S]))/y;
const SINGLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0' };
