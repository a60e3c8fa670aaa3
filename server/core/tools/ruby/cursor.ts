import type { Token } from './tokens.js';

/** Stands at a token. The last one is the end of the text, at which it stays. */
export interface Cursor {
  /** How many tokens were passed. */
  readonly at: number;
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
  readonly isDeep: boolean;
}

const DEEPEST = 80;

export function cursorOf(tokens: readonly Token[]): Cursor {
  let at = 0;
  let depth = 0;
  const cursor: Cursor = {
    get at() {
      return at;
    },
    token: (ahead = 0) => tokens[Math.min(at + ahead, tokens.length - 1)]!,
    next() {
      at++;
    },
    isKind: kind => cursor.token().kind === kind,
    isWord(...words) {
      const { kind, text } = cursor.token();
      return kind === 'word' && words.includes(text);
    },
    isOperator: text => cursor.token().kind === 'operator' && cursor.token().text === text,
    take(text) {
      const found = cursor.token().text === text && (cursor.isKind('word') || cursor.isKind('operator'));
      if (found) at++;
      return found;
    },
    skipLines() {
      while (cursor.isKind('line')) at++;
    },
    skipParentheses() {
      let open = 0;
      do {
        if (cursor.isOperator('(')) open++;
        else if (cursor.isOperator(')')) open--;
        at++;
      } while (open > 0 && !cursor.isKind('end'));
    },
    path() {
      let name = '';
      while (cursor.isKind('constant') || cursor.isOperator('::')) {
        name += cursor.token().text;
        at++;
      }
      return name;
    },
    endBefore: () => (at === 0 ? 0 : tokens[Math.min(at, tokens.length) - 1]!.end),
    nested(read) {
      depth++;
      const found = read();
      depth--;
      return found;
    },
    get isDeep() {
      return depth > DEEPEST;
    },
  };
  return cursor;
}
