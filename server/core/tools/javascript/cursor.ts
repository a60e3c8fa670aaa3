import type { Token } from './tokens.js';

/** Stands at a token. The last one is the end of the text, at which it stays. */
export interface Cursor {
  /** How many tokens were passed; may be set, to look ahead and come back. */
  at: number;
  /** The token, or one ahead of it. */
  token(ahead?: number): Token;
  next(): void;
  isEnd(): boolean;
  isWord(...words: readonly string[]): boolean;
  isOperator(...texts: readonly string[]): boolean;
  /** Passes a word or an operator, where it stands there. */
  take(text: string): boolean;
  /** Which token closes the bracket that stands here. */
  closing(): number;
  /** Passes a bracket that opens, and what is in it. */
  skipBrackets(): void;
  /** Where the token before ended. */
  endBefore(): number;
}

export function cursorOf(tokens: readonly Token[]): Cursor {
  const cursor: Cursor = {
    at: 0,
    token: (ahead = 0) => tokens[Math.min(cursor.at + ahead, tokens.length - 1)]!,
    next() {
      if (cursor.at < tokens.length - 1) cursor.at++;
    },
    isEnd: () => cursor.token().kind === 'end',
    isWord(...words) {
      const { kind, text } = cursor.token();
      return kind === 'word' && words.includes(text);
    },
    isOperator(...texts) {
      const { kind, text } = cursor.token();
      return kind === 'operator' && texts.includes(text);
    },
    take(text) {
      const { kind, text: found } = cursor.token();
      if (found !== text || (kind !== 'word' && kind !== 'operator')) return false;
      cursor.next();
      return true;
    },
    closing: () => cursor.token().closing ?? tokens.length - 1,
    skipBrackets() {
      cursor.at = Math.max(cursor.at, cursor.closing());
      if (cursor.isOperator(')', ']', '}')) cursor.next();
    },
    endBefore: () => (cursor.at === 0 ? 0 : tokens[cursor.at - 1]!.end),
  };
  return cursor;
}
