import type { Span } from '../../text/span.js';

/** How a change says that its SQL is to be cut. */
export interface Cutting {
  readonly splitStatements: boolean;
  readonly endDelimiter?: string | undefined;
  readonly stripComments: boolean;
}

export interface Cut {
  /** What is sent in one message each: from the first token that is sent to the last. */
  readonly chunks: readonly Span[];
  /** What stood between them and is not sent. */
  readonly delimiters: readonly Span[];
}

/**
 * `StringUtil.processMultiLineSQL` (Liquibase 4.28.0) over the tokens of `SimpleSqlGrammar.jj`. It knows words, strings with
 * backslashes, comments that do not nest, and no dollar quotes; between a word BEGIN and its END it does not cut.
 *
 * @throws SyntaxError where the delimiter is to be a regular expression and is none
 */
export function cut(sql: string, { splitStatements, endDelimiter, stripComments }: Cutting): Cut {
  const isDelimiter = delimiterOf(endDelimiter);
  const tokenAt = tokenizer(sql);
  const chunks: Span[] = [];
  const delimiters: Span[] = [];
  let chunk: { start: number; end: number } | undefined;
  let depth = 0;
  let previous: Span | undefined;
  const take = (token: Token): void => {
    if (token.kind === 'blank') return;
    if (chunk) chunk.end = token.end;
    else chunk = { start: token.start, end: token.end };
  };

  for (let at = 0; at < sql.length;) {
    const token = merged(sql, at, tokenAt, endDelimiter);
    at = token.end;
    if (token.kind === 'comment' && stripComments) continue;
    if (token.kind === 'word' && token.end - token.start <= 5) {
      const word = sql.slice(token.start, token.end).toUpperCase();
      if (word === 'BEGIN' && !NOT_A_BLOCK.test(nextWord(sql, at, tokenAt, stripComments))) depth++;
      else if (word === 'END' && depth > 0 && !NOT_ITS_END.test(nextWord(sql, at, tokenAt, stripComments))) depth--;
    }
    if (depth === 0 && splitStatements && token.kind !== 'comment' && isDelimiter(sql, token, previous)) {
      if (chunk) chunks.push(chunk);
      chunk = undefined;
      delimiters.push({ start: token.start, end: token.end });
    } else take(token);
    previous = token;
  }
  if (chunk) chunks.push(chunk);
  return { chunks, delimiters };
}

const NOT_A_BLOCK = /^(?:transaction|trans?|dialog|conversation|distributed)$/i;
const NOT_ITS_END = /^(?:transaction|trans?)$/i;

interface Token extends Span {
  readonly kind: 'blank' | 'comment' | 'word' | 'other';
}

type IsDelimiter = (sql: string, token: Span, previous: Span | undefined) => boolean;

/** By default a semicolon, or a slash or the word GO at the beginning of a line. */
function delimiterOf(endDelimiter: string | undefined): IsDelimiter {
  const atLineStart = (sql: string, previous: Span | undefined): boolean => previous === undefined || sql[previous.end - 1] === '\n';
  if (endDelimiter === undefined) {
    return (sql, { start, end }, previous) => (end - start === 1 ? sql[start] === ';' || (sql[start] === '/' && atLineStart(sql, previous)) : end - start === 2 && /^go$/i.test(sql.slice(start, end)) && atLineStart(sql, previous));
  }
  if (endDelimiter.length === 1) {
    const wanted = endDelimiter.toLowerCase();
    return (sql, { start, end }, previous) => end - start === 1 && sql[start]!.toLowerCase() === wanted && (wanted !== '/' || atLineStart(sql, previous));
  }
  const wanted = endDelimiter.toLowerCase();
  const pattern = new RegExp(String.raw`^[\s]*(?:${wanted})$`);
  return (sql, { start, end }, previous) => {
    if (end - start > 100) return false;
    const piece = sql.slice(start, end).toLowerCase();
    // Where nothing is before, Java writes `null` in front.
    return piece === wanted || pattern.test(previous ? `${sql.slice(Math.max(previous.start, previous.end - 100), previous.end).toLowerCase()}${piece}` : `null${piece}`);
  };
}

/** Tokens that together are the delimiter, as `//`. */
function merged(sql: string, from: number, tokenAt: TokenAt, endDelimiter: string | undefined): Token {
  const token = tokenAt(from);
  if (endDelimiter === undefined || endDelimiter.length <= token.end - token.start || !sql.startsWith(endDelimiter, token.start)) return token;
  let at = token.end;
  while (at < token.start + endDelimiter.length) at = tokenAt(at).end;
  return at === token.start + endDelimiter.length ? { kind: 'other', start: token.start, end: at } : token;
}

function nextWord(sql: string, from: number, tokenAt: TokenAt, stripComments: boolean): string {
  for (let at = from; at < sql.length;) {
    const token = tokenAt(at);
    if (token.kind !== 'blank' && !(token.kind === 'comment' && stripComments)) return sql.slice(token.start, Math.min(token.end, token.start + 20));
    at = token.end;
  }
  return '';
}

type TokenAt = (start: number) => Token;

/** Where something ends that begins again and again is looked for once, so that a text without an end takes no longer. */
function tokenizer(sql: string): TokenAt {
  const ends = new Map<RegExp, { readonly from: number; readonly at: number }>();
  return tokenAt;

  function tokenAt(start: number): Token {
    TOKEN.lastIndex = start;
    const { blank, comment, number, word } = TOKEN.exec(sql)?.groups ?? {};
    if (blank !== undefined) return { kind: 'blank', start, end: start + blank.length };
    if (comment !== undefined) return { kind: 'comment', start, end: start + comment.length };
    if (number !== undefined) return { kind: 'other', start, end: start + number.length };
    if (sql.startsWith('/*', start)) {
      const end = next(COMMENT_END, start + 2);
      if (end < sql.length) return { kind: 'comment', start, end: end + 2 };
    }
    const quote = PREFIXED.exec(sql.slice(start, start + 6));
    const string = quote ? stringEnd(sql, start + quote[0].length - 1) : -1;
    const name = word !== undefined ? start + word.length : quotedNameEnd(start);
    const names = name < 0 ? -1 : namesEnd(name);
    if (Math.max(string, names) < 0) return { kind: 'other', start, end: start + 1 };
    return { kind: names > string && names === name && word !== undefined ? 'word' : 'other', start, end: Math.max(string, names) };
  }

  /** The first from there on, or the end of the text. */
  function next(what: RegExp, from: number): number {
    const known = ends.get(what);
    if (known && known.from <= from && from <= known.at) return known.at;
    what.lastIndex = from;
    const at = what.exec(sql)?.index ?? sql.length;
    ends.set(what, { from, at });
    return at;
  }

  /** In double quotes, backticks or brackets, on one line. */
  function quotedNameEnd(start: number): number {
    const close = CLOSERS[sql[start] ?? ''];
    if (close === undefined || (sql[start] === '[' && /[\d\]]/.test(sql[start + 1] ?? ''))) return -1;
    // The first character may be anything.
    const end = next(close, start + (sql[start] === '[' ? 2 : 1));
    return end > start + 1 && !/[\r\n]/.test(sql[end] ?? '\n') ? end + 1 : -1;
  }

  /** `a.b."c"` is one token, also with line ends around the dots. */
  function namesEnd(first: number): number {
    let end = first;
    for (;;) {
      NEXT_NAME.lastIndex = end;
      const found = NEXT_NAME.exec(sql);
      if (!found) return end;
      const last = found[1] !== undefined ? NEXT_NAME.lastIndex : quotedNameEnd(NEXT_NAME.lastIndex);
      if (last < 0) return end;
      end = last;
    }
  }
}

const COMMENT_END = /\*\//g;
const CLOSERS: Readonly<Record<string, RegExp>> = { '"': /["\r\n]/g, '`': /[`\r\n]/g, '[': /[\]\r\n]/g };
const BLANKS = '[ \\t\\n\\r\\x85\\xa0\\u1680\\u180e\\u2000-\\u200d\\u2028\\u2029\\u202f\\u205f\\u2060\\u3000\\ufeff]+';
const WORD = String.raw`[a-zA-Z\xc0-\xd6\xd8-\uffdc][\w$@#\xc0-\xd6\xd8-\uffdc]*`;
const TOKEN = new RegExp(String.raw`(?<blank>${BLANKS})|(?<comment>--[^\r\n]*)|(?<number>\d*\.\d+(?:e[+-]?\d+)?|\d+\.?(?:e[+-]?\d+)?)|(?<word>${WORD})`, 'yi');
const PREFIXED = /^(?:[UENRB]|RB|_utf8)?["']/i;
const NEXT_NAME = new RegExp(String.raw`[\r\n ]*\.[\r\n ]*(?:(${WORD})|(?=["\x60[]))`, 'y');

/** Strings end at a quote that is neither doubled nor behind a backslash; where there is none, at the last that could be. */
function stringEnd(sql: string, start: number): number {
  const quote = sql[start]!;
  const pattern = quote === "'" ? SINGLE : DOUBLE;
  let candidate = -1;
  for (let at = start + 1; ;) {
    pattern.lastIndex = at;
    const found = pattern.exec(sql);
    if (!found) return candidate;
    at = pattern.lastIndex;
    if (found[0] === quote) return at;
    if (found[0] === quote + quote) candidate = at - 1;
    else if (found[0] === `\\${quote}`) candidate = at;
  }
}

const SINGLE = /''|'|\\[^]/g;
const DOUBLE = /""|"|\\[^]/g;
