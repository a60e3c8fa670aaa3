import type { Span } from '../../text/span.js';

/** A statement, or the head of a compound one with its suite: as many physical lines as its brackets and strings take. */
export interface Line {
  /** Without indentation and line end. */
  readonly span: Span;
  /** In columns, a tab reaching to the next multiple of eight. */
  readonly indent: number;
  readonly body: readonly Line[];
}

export interface Module {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly comments: readonly Span[];
  /** A bracket or a string does not end: half-typed. Lines were then told apart by their look, too. */
  readonly broken: boolean;
}

/**
 * Cuts a Python file into logical lines, and nests them by their indentation; what a line says is `expression.ts`'s to read.
 * Of a file that is whole, this is exactly Python's own reading. Of one that is being typed, an open bracket or string
 * ends where the next line looks like a statement, so that what stands below it is not lost.
 */
export function moduleOf(text: string): Module {
  const strict = cut(text, false);
  const { flat, comments } = strict.broken ? cut(text, true) : strict;
  return { text, lines: nested(flat), comments, broken: strict.broken };
}

interface Flat {
  readonly span: Span;
  readonly indent: number;
  body: Line[];
}

function cut(text: string, lenient: boolean): { readonly flat: readonly Flat[]; readonly comments: readonly Span[]; readonly broken: boolean } {
  const flat: Flat[] = [];
  const comments: Span[] = [];
  const open: number[] = [];
  let broken = false;
  let at = 0;
  let indent = 0;
  let start = -1;
  let end = 0;
  indentation();

  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE || code === RETURN) {
      at += code === RETURN && text.charCodeAt(at + 1) === NEWLINE ? 2 : 1;
      if (open.length === 0 || (lenient && looksLikeStatement(text, at, indent))) {
        close();
        open.length = 0;
        indentation();
      }
    } else if (code === HASH) {
      const from = at;
      while (at < text.length && !isLineEnd(text.charCodeAt(at))) at++;
      comments.push({ start: from, end: at });
    } else if (code === SPACE || code === TAB || code === FORM_FEED) at++;
    else if (code === BACKSLASH && isLineEnd(text.charCodeAt(at + 1))) at += text.startsWith('\r\n', at + 1) ? 3 : 2;
    else if (code === SEMICOLON && open.length === 0) {
      close();
      at++;
    } else {
      if (start < 0) start = at;
      if (code === QUOTE || code === DOUBLE_QUOTE) {
        const after = afterString(text, at, lenient);
        broken ||= after.broken;
        at = after.at;
      } else {
        const closer = CLOSERS.get(code);
        if (closer !== undefined) open.push(closer);
        else if (code === 0x29 || code === 0x5d || code === 0x7d) {
          if (open.at(-1) === code) open.pop();
          else {
            broken = true;
            const match = open.lastIndexOf(code);
            if (match >= 0) open.length = match;
          }
        }
        at++;
      }
      end = at;
    }
  }
  broken ||= open.length > 0;
  close();
  return { flat, comments, broken };

  function close(): void {
    if (start >= 0) flat.push({ span: { start, end }, indent, body: NOTHING });
    start = -1;
  }

  function indentation(): void {
    let column = 0;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === SPACE) column++;
      else if (code === TAB) column += 8 - (column % 8);
      else if (code === FORM_FEED) column = 0;
      else break;
    }
    indent = column;
  }
}

/** Behind the string that begins at `at`; one that does not end is closed at its line's end, where only that is left to do. */
export function afterString(text: string, at: number, lenient: boolean): { readonly at: number; readonly broken: boolean } {
  const quote = text.charCodeAt(at);
  const triple = text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
  for (let i = at + (triple ? 3 : 1); i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === quote && !triple) return { at: i + 1, broken: false };
    else if (code === quote && text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote) {
      const swallowed = lenient && STATEMENT_IN_STRING.test(text.slice(at, i));
      return swallowed ? { at: lineEnd(text, at), broken: true } : { at: i + 3, broken: false };
    } else if (!triple && isLineEnd(code)) return { at: i, broken: true };
  }
  return { at: triple && lenient ? lineEnd(text, at) : text.length, broken: true };
}

/** What no text in quotes is likely to say: a string that has it was opened by a quote that another one lost. */
const STATEMENT_IN_STRING = /\n(?:(?:def|class)[ \t]+\w+[^\n]*:[ \t]*\r?\n|(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+\w+[ \t]*\r?\n|\w+[ \t]*(?::[^=\n]+)?=[ \t]*(?:None\b|['"([])|[ \t]+\w+[ \t]*=[ \t]*\[)/;

/** Whether an open bracket has been forgotten above: no deeper than its statement, and with the look of another one. */
function looksLikeStatement(text: string, at: number, indent: number): boolean {
  STATEMENT.lastIndex = at;
  const found = STATEMENT.exec(text);
  return found !== null && found[1]!.length <= indent;
}

const STATEMENT = /([ \t]*)(?:(?:def|class|with|for|while|if|elif|try|except|from|import|async|return|raise)\b|(?:else|finally)[ \t]*:|pass[ \t]*(?:\r?\n|$)|@\w|[\w.]+[ \t]*(?::[^=\n()]+)?=(?!=)[ \t]*\S|\w+\.\w+\()/y;

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : text.charCodeAt(end - 1) === RETURN ? end - 1 : end;
}

/** What is indented deeper than a line is below it; a dedent that fits no level ends those that are deeper. */
function nested(flat: readonly Flat[]): readonly Line[] {
  const top: Line[] = [];
  const above: Flat[] = [];
  for (const line of flat) {
    while (above.length > 0 && above.at(-1)!.indent >= line.indent) above.pop();
    const parent = above.at(-1);
    if (!parent) top.push(line);
    else if (parent.body === NOTHING) parent.body = [line];
    else parent.body.push(line);
    above.push(line);
  }
  return top;
}

/** Most lines have none below them. */
const NOTHING: Line[] = [];

function isLineEnd(code: number): boolean {
  return code === NEWLINE || code === RETURN;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const FORM_FEED = 0x0c;
const HASH = 0x23;
const QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SEMICOLON = 0x3b;
const CLOSERS: ReadonlyMap<number, number> = new Map([[0x28, 0x29], [0x5b, 0x5d], [0x7b, 0x7d]]);
