import type { Span } from '../text/span.js';

export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'operator' | 'punctuation' | 'comment' | 'parameter';

export interface Token {
  /** `punctuation` is one of `,()[].;:`, `::`, `..`, `:=`, or a character that no rule of Postgres knows. */
  readonly kind: TokenKind;
  readonly span: Span;
}

/**
 * Cuts a text as Postgres does with `standard_conforming_strings` on (`src/backend/parser/scan.l`), comments included.
 * Never throws: what is not closed runs to the end of the text.
 */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  for (let start = skipBlanks(text, 0); start < text.length; ) {
    const kind = kindAt(text, start);
    const end = endOf(kind, text, start);
    found.push({ kind, span: { start, end } });
    start = skipBlanks(text, end);
  }
  return found;
}

/** The first offset at or after `from` that is no blank. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** The end of what is no blank before `end`, at least `start`. */
export function dropBlanks(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

/** What begins at `start`, which must not be a blank. */
export function kindAt(text: string, start: number): TokenKind {
  const code = text.charCodeAt(start);
  const next = text.charCodeAt(start + 1);
  if (isWordStart(code)) {
    const mark = text.charCodeAt(start + prefixLength(text, start));
    return mark === QUOTE ? 'string' : mark === DOUBLE_QUOTE ? 'quoted' : 'word';
  }
  if (code === QUOTE) return 'string';
  if (code === DOUBLE_QUOTE) return 'quoted';
  if (isDigit(code) || (code === DOT && isDigit(next))) return 'number';
  if (code === DOLLAR) return isDigit(next) ? 'parameter' : dollarTag(text, start) === undefined ? 'punctuation' : 'string';
  if ((code === MINUS && next === MINUS) || (code === SLASH && next === STAR)) return 'comment';
  return isOperator(code) ? 'operator' : 'punctuation';
}

/** Where the token of that kind that begins at `start` ends. */
export function endOf(kind: TokenKind, text: string, start: number): number {
  const end = closeOf(kind, text, start);
  return end === UNCLOSED ? text.length : end;
}

/** Whether the token of that kind that begins at `start` has its closing mark, if it needs one. */
export function isClosed(kind: TokenKind, text: string, start: number): boolean {
  return closeOf(kind, text, start) !== UNCLOSED;
}

const UNCLOSED = -1;

function closeOf(kind: TokenKind, text: string, start: number): number {
  switch (kind) {
    case 'word':
    case 'parameter':
      return wordEnd(text, start + 1);
    case 'quoted':
      return quoteEnd(text, text.indexOf('"', start), DOUBLE_QUOTE, false);
    case 'string':
      return stringEnd(text, start);
    case 'number':
      return numberEnd(text, start);
    case 'comment':
      return text.charCodeAt(start) === MINUS ? lineEnd(text, start) : blockCommentEnd(text, start);
    case 'operator':
      return operatorEnd(text, start);
    case 'punctuation':
      return start + punctuationLength(text, start);
  }
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (isWordPart(text.charCodeAt(at))) at++;
  return at;
}

function stringEnd(text: string, start: number): number {
  if (text.charCodeAt(start) === DOLLAR) {
    const tag = dollarTag(text, start)!;
    const close = text.indexOf(tag, start + tag.length);
    return close === -1 ? UNCLOSED : close + tag.length;
  }
  const escapes = (text.charCodeAt(start) | LOWER) === 0x65;
  let end = quoteEnd(text, text.indexOf("'", start), QUOTE, escapes);
  // A string goes on in the next line, with the escapes of its beginning: E'a' ⏎ 'b\'c'.
  for (let next = continuation(text, end); next !== undefined; next = continuation(text, end)) end = quoteEnd(text, next, QUOTE, escapes);
  return end;
}

function continuation(text: string, end: number): number | undefined {
  if (end === UNCLOSED || !isBlank(text.charCodeAt(end))) return undefined;
  const next = skipBlanks(text, end);
  return text.charCodeAt(next) === QUOTE && /[\r\n]/.test(text.slice(end, next)) ? next : undefined;
}

/** `open` is the offset of the opening mark. */
function quoteEnd(text: string, open: number, mark: number, escapes: boolean): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (escapes && code === BACKSLASH) at++;
    else if (code === mark) {
      if (text.charCodeAt(at + 1) !== mark) return at + 1;
      at++;
    }
  }
  return UNCLOSED;
}

function numberEnd(text: string, start: number): number {
  NUMBER.lastIndex = start;
  // Letters that follow at once belong to it: Postgres calls `123abc` one piece of trailing junk.
  return wordEnd(text, start + NUMBER.exec(text)![0].length);
}

function lineEnd(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); at < text.length && code !== LF && code !== CR; code = text.charCodeAt(at)) at++;
  return at;
}

function blockCommentEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === SLASH && text.charCodeAt(at + 1) === STAR) {
      depth++;
      at++;
    } else if (code === STAR && text.charCodeAt(at + 1) === SLASH) {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  return UNCLOSED;
}

function operatorEnd(text: string, start: number): number {
  let end = start;
  for (; isOperator(text.charCodeAt(end)); end++) {
    const next = text.charCodeAt(end + 1);
    const code = text.charCodeAt(end);
    if (end > start && ((code === MINUS && next === MINUS) || (code === SLASH && next === STAR))) break;
  }
  // `a*-1` is two operators: only one with a character of the second kind may end in + or -.
  if (!/[~!@#^&|`?%]/.test(text.slice(start, end))) {
    while (end > start + 1 && /[+-]/.test(text[end - 1]!)) end--;
  }
  return end;
}

function punctuationLength(text: string, start: number): number {
  const code = text.charCodeAt(start);
  const next = text.charCodeAt(start + 1);
  if (code === COLON && (next === COLON || next === EQUALS)) return 2;
  return code === DOT && next === DOT ? 2 : 1;
}

/** `E`, `B`, `X`, `N` and `U&` before a quote; 0 where there is no such prefix. */
function prefixLength(text: string, start: number): number {
  const next = text.charCodeAt(start + 1);
  const lower = text.charCodeAt(start) | LOWER;
  if (next === QUOTE) return lower === 0x65 || lower === 0x62 || lower === 0x78 || lower === 0x6e ? 1 : 0;
  if (next !== AMPERSAND || lower !== 0x75) return 0;
  const mark = text.charCodeAt(start + 2);
  return mark === QUOTE || mark === DOUBLE_QUOTE ? 2 : 0;
}

function dollarTag(text: string, start: number): string | undefined {
  let at = start + 1;
  if (isWordStart(text.charCodeAt(at))) {
    do at++;
    while (isWordPart(text.charCodeAt(at)) && text.charCodeAt(at) !== DOLLAR);
  }
  return text.charCodeAt(at) === DOLLAR ? text.slice(start, at + 1) : undefined;
}

/** `1..10` is two numbers and a range, so a point must not be followed by another. */
const NUMBER = /0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:[0-9][0-9_]*(?:\.(?!\.)[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?/y;

const [LF, CR, DOUBLE_QUOTE, DOLLAR, AMPERSAND, QUOTE, STAR, MINUS, DOT, SLASH, COLON, EQUALS, BACKSLASH] = [
  0x0a, 0x0d, 0x22, 0x24, 0x26, 0x27, 0x2a, 0x2d, 0x2e, 0x2f, 0x3a, 0x3d, 0x5c,
] as const;
/** The bit that a lower-case ASCII letter has and its capital has not. */
const LOWER = 0x20;

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Everything beyond ASCII is a letter to Postgres. */
function isWordStart(code: number): boolean {
  return ((code | LOWER) >= 0x61 && (code | LOWER) <= 0x7a) || code === 0x5f || code >= 0x80;
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === DOLLAR;
}

function isOperator(code: number): boolean {
  return OPERATORS[code] === true;
}

const OPERATORS: readonly (boolean | undefined)[] = Array.from({ length: 128 }, (_, code) => '~!@#^&|`?+-*/%<>='.includes(String.fromCharCode(code)));
