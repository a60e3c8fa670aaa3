import type { Span } from '../../text/span.js';
import { afterString, type Module } from './lines.js';

/** Stands at one token and goes on to the next; brackets make line ends mean nothing, so they are blanks here. */
export interface Lexer {
  readonly source: string;
  readonly broken: boolean;
  readonly kind: 'word' | 'number' | 'string' | 'operator' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Where the token before ended. */
  readonly before: number;
  /** Of a string: `rb`, and what its quotes enclose. */
  readonly prefix: string;
  readonly content: Span;
  next(): void;
  ended(): boolean;
  is(operator: string): boolean;
  /** Goes on where the token is this one. */
  take(operator: string): boolean;
  /** Whether a number follows the token. */
  peekNumber(): boolean;
}

export function lexer({ text: source, broken }: Pick<Module, 'text' | 'broken'>, { start, end }: Span): Lexer {
  let at = start;
  const token = {
    source, broken, kind: 'end' as Lexer['kind'], text: '', start, end: start, before: start, prefix: '', content: { start, end: start },
    next, take, is, ended: () => token.kind === 'end', peekNumber: () => /^\s*(?:\d|\.\d)/.test(source.slice(at, Math.min(end, at + 40))),
  };
  next();
  return token;

  function next(): void {
    token.before = token.end;
    BLANK.lastIndex = at;
    at += BLANK.exec(source)![0].length;
    token.prefix = '';
    if (at >= end) {
      token.kind = 'end';
      token.text = '';
      token.start = token.end = end;
      return;
    }
    token.start = at;
    TOKEN.lastIndex = at;
    const [text, prefix, number, word] = TOKEN.exec(source)!;
    if (prefix !== undefined) {
      const opening = at + prefix.length;
      const after = Math.min(end, afterString(source, opening, broken).at);
      const quotes = source.startsWith(source[opening]!.repeat(3), opening) ? 3 : 1;
      const closed = after - opening >= 2 * quotes && source.startsWith(source[opening]!.repeat(quotes), after - quotes);
      token.kind = 'string';
      token.prefix = prefix;
      token.content = { start: Math.min(after, opening + quotes), end: closed ? after - quotes : Math.max(after, opening + quotes) };
      at = after;
    } else {
      token.kind = number !== undefined ? 'number' : word !== undefined ? 'word' : 'operator';
      at += text.length;
    }
    token.end = at;
    token.text = source.slice(token.start, at);
  }

  function is(operator: string): boolean {
    return token.kind === 'operator' && token.text === operator;
  }

  function take(operator: string): boolean {
    const found = is(operator);
    if (found) next();
    return found;
  }
}

const BLANK = /(?:[\s\ufeff]|#[^\n\r]*|\\\r?\n)*/y;
const TOKEN = /([rRbBuUfFtT]{0,3})(?=['"])|((?:\d|\.\d)(?:[eE][+-]\d|[\w.])*)|([\p{L}_][\p{L}\p{M}\p{N}_]*)|\*\*=?|\/\/=?|<<=?|>>=?|[=!<>:+\-*/%@&|^]=|->|\.\.\.|[\s\S]/uy;
