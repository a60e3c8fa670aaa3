import type { Span } from '../text/span.js';
import { dropBlanks, endOf, isClosed, kindAt, skipBlanks } from './lexer.js';

/** Where a text falls into statements, before anything is parsed. */
export interface Cut {
  readonly pieces: readonly Cutting[];
  /** Every comment that is no part of a psql line or of COPY data, in order, without the line end. */
  readonly comments: readonly Span[];
}

export interface Cutting {
  readonly kind: 'statement' | 'psql' | 'copy-data';
  /** Of a statement: from its first token to its last, without the semicolon. */
  readonly span: Span;
  /** Behind its semicolon, or where the next piece may begin. */
  readonly end: number;
  /** No string, comment or parenthesis of it is still open, and none was closed that was not open. */
  readonly closed: boolean;
}

/** Cuts a script as psql does. Never throws; what is not closed runs to the end of the text. */
export function split(text: string): Cut {
  const comments: Span[] = [];
  return { pieces: [...cuttings(text, 0, comments)], comments };
}

/** Cuts lazily from `from` on; the comments that were passed are appended to `comments`. */
export function* cuttings(text: string, from: number, comments: Span[]): Generator<Cutting> {
  // psql drops a byte order mark at the beginning; elsewhere it is a letter.
  let at = skipBlanks(text, from === 0 && text.charCodeAt(0) === 0xfeff ? 1 : from);
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === SEMICOLON) at = skipBlanks(text, at + 1);
    else if (code === BACKSLASH) {
      const end = lineEnd(text, at);
      yield { kind: 'psql', span: { start: at, end: dropBlanks(text, at, end) }, end, closed: true };
      const data = /^\\copy\b.*\bfrom\s+stdin\b/i.test(text.slice(at, end)) ? copyData(text, end) : undefined;
      if (data) yield data;
      at = skipBlanks(text, (data ?? { end }).end);
    } else if (isComment(text, at)) {
      const end = endOf('comment', text, at);
      comments.push({ start: at, end });
      at = skipBlanks(text, end);
    } else {
      const statement = statementAt(text, at, comments);
      yield statement;
      const data = statement.copies ? copyData(text, statement.end) : undefined;
      if (data) yield data;
      at = skipBlanks(text, (data ?? statement).end);
    }
  }
}

function statementAt(text: string, start: number, comments: Span[]): Cutting & { readonly copies: boolean } {
  let depth = 0;
  let stray = false;
  let open = false;
  /** `BEGIN ATOMIC` and the `CASE`s inside it that have no `END` yet. */
  let blocks = 0;
  let words = 0;
  let first = '';
  let previous = '';
  let copies = false;
  let last = start;

  for (let at = start; at < text.length; ) {
    const kind = kindAt(text, at);
    const end = endOf(kind, text, at);
    if (end === text.length && !isClosed(kind, text, at)) open = true;
    if (kind === 'comment' && text.startsWith(BREAKPOINT, at)) return { kind: 'statement', span: { start, end: last }, end: at, closed: !stray && depth === 0 && blocks === 0, copies };
    if (kind === 'comment' && !open) {
      comments.push({ start: at, end });
      at = skipBlanks(text, end);
      continue;
    }

    if (kind === 'punctuation') {
      const code = text.charCodeAt(at);
      if (code === OPEN) depth++;
      else if (code === CLOSE) {
        if (depth > 0) depth--;
        else stray = true;
      } else if (code === SEMICOLON && depth === 0 && blocks === 0) {
        return { kind: 'statement', span: { start, end: last }, end: end, closed: !stray, copies };
      } else if (code === BACKSLASH && SENDS.test(text.slice(at, at + 16))) {
        return { kind: 'statement', span: { start, end: last }, end: at, closed: !stray && depth === 0 && blocks === 0, copies };
      }
      previous = '';
    } else if (kind === 'word') {
      const word = end - at <= LONGEST_WORD ? text.slice(at, end).toUpperCase() : '';
      if (words++ === 0) first = word;
      if (first === 'CREATE') {
        if (word === 'ATOMIC' && previous === 'BEGIN') blocks++;
        else if (blocks > 0 && word === 'CASE') blocks++;
        else if (blocks > 0 && word === 'END') blocks--;
      } else if (first === 'COPY' && depth === 0 && word === 'STDIN' && previous === 'FROM') copies = true;
      previous = word;
    } else {
      previous = '';
      if (kind === 'operator' && text.startsWith('*/', at)) stray = true;
    }
    last = end;
    at = skipBlanks(text, end);
  }
  return { kind: 'statement', span: { start, end: last }, end: text.length, closed: !open && !stray && depth === 0 && blocks === 0, copies: false };
}

/** Drizzle cuts its files there, and at no semicolon (drizzle-orm 0.45.4, `migrator.js`). */
const BREAKPOINT = '--> statement-breakpoint';

/** One that nothing closes is a mistake for the parser to name, and so a statement. */
function isComment(text: string, at: number): boolean {
  return kindAt(text, at) === 'comment' && isClosed('comment', text, at);
}

/** The rows begin in the line after the one with the semicolon and end with a line `\.`, which belongs to them. */
function copyData(text: string, from: number): Cutting | undefined {
  const start = nextLine(text, from);
  for (let at = start; at < text.length; at = nextLine(text, at)) {
    if (text.startsWith('\\.', at)) {
      const end = lineEnd(text, at);
      if (dropBlanks(text, at, end) === at + 2) return { kind: 'copy-data', span: { start, end: at + 2 }, end, closed: true };
    }
  }
  return skipBlanks(text, start) < text.length
    ? { kind: 'copy-data', span: { start, end: dropBlanks(text, start, text.length) }, end: text.length, closed: false }
    : undefined;
}

/** Of the words that matter here. */
const LONGEST_WORD = 'CREATE'.length;

/** psql's commands that send what was typed so far, as a semicolon does. https://www.postgresql.org/docs/current/app-psql.html */
const SENDS = /^\\(?:g|gx|gset|gexec|gdesc|crosstabview|watch|bind\w*|parse)\b/;

function lineEnd(text: string, from: number): number {
  const lf = text.indexOf('\n', from);
  const end = lf === -1 ? text.length : lf;
  return end > from && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
}

function nextLine(text: string, from: number): number {
  const lf = text.indexOf('\n', from);
  return lf === -1 ? text.length : lf + 1;
}

const [OPEN, CLOSE, SEMICOLON, BACKSLASH] = [0x28, 0x29, 0x3b, 0x5c] as const;
