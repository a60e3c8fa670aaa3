import type { Token } from './tokens.js';

/** Stands at a token. The last one is the end of the text, at which it stays. */
export interface Cursor {
  /** How many tokens were passed. */
  at: number;
  /** The token, or one ahead of it. */
  token(ahead?: number): Token;
  next(): void;
  isKind(kind: Token['kind']): boolean;
  isWord(...words: readonly string[]): boolean;
  isOperator(text: string): boolean;
  /** Passes a word or an operator, where it stands there. */
  take(text: string): boolean;
  skipLines(): void;
  /** Passes what stands in parentheses, and these. */
  skipParentheses(): void;
  /** `A::B`, as it is written; empty where there is none. */
  path(): string;
  /** Where the token before ended. */
  endBefore(): number;
  /** Reads what stands inside of something. */
  nested<T>(read: () => T): T;
  /** Deeper than people write: a text made to overflow the stack is not followed. */
  isDeep(): boolean;
}

const DEEPEST = 80;

export function cursorOf(tokens: readonly Token[]): Cursor {
  const last = tokens.at(-1)!;
  let depth = 0;
  const cursor: Cursor = {
    at: 0,
    token: (ahead = 0) => tokens[cursor.at + ahead] ?? last,
    next() {
      cursor.at++;
    },
    isKind: kind => cursor.token().kind === kind,
    isWord(...words) {
      const { kind, text } = cursor.token();
      return kind === 'word' && words.includes(text);
    },
    isOperator(text) {
      const token = cursor.token();
      return token.kind === 'operator' && token.text === text;
    },
    take(text) {
      const token = cursor.token();
      const found = token.text === text && (token.kind === 'word' || token.kind === 'operator');
      if (found) cursor.at++;
      return found;
    },
    skipLines() {
      while (cursor.token().kind === 'line') cursor.at++;
    },
    skipParentheses() {
      let open = 0;
      do {
        if (cursor.isOperator('(')) open++;
        else if (cursor.isOperator(')')) open--;
        cursor.at++;
      } while (open > 0 && !cursor.isKind('end'));
    },
    path() {
      let name = '';
      while (cursor.isKind('constant') || cursor.isOperator('::')) {
        name += cursor.token().text;
        cursor.at++;
      }
      return name;
    },
    endBefore: () => (cursor.at === 0 ? 0 : tokens[Math.min(cursor.at, tokens.length) - 1]!.end),
    nested(read) {
      depth++;
      const found = read();
      depth--;
      return found;
    },
    isDeep: () => depth > DEEPEST,
  };
  return cursor;
}
