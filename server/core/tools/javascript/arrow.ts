import { bindingsOf } from './bindings.js';
import type { Cursor } from './cursor.js';
import type { Expressions } from './expression.js';
import type { Function, Node } from './node.js';
import type { Parser } from './parse.js';
import { skipType, skipTypeArguments } from './types.js';

/** What an arrow function needs of the expressions around it. */
interface Around extends Pick<Expressions, 'expression'> {
  name(): Node;
  spanFrom(start: number): Function['span'];
}

/** Reads `a => …`, `async (a: T): U => …`, `<T>(a) => …`. */
export function arrowsOf(cursor: Cursor, parser: Parser, { expression, name, spanFrom }: Around): () => Function | undefined {
  const { token, next, isWord, isOperator } = cursor;
  return arrow;

  function arrow(): Function | undefined {
    const { start } = token();
    const from = cursor.at;
    if (isWord('async') && !token(1).onNewLine && (token(1).kind === 'word' || /^[(<]$/.test(token(1).text)) && token(1).text !== 'function') next();
    if (isOperator('<')) skipTypeArguments(cursor);
    if (token().kind === 'word' && token(1).text === '=>') {
      const given = [bindingsOf(name())];
      next();
      return bodyOf(start, given);
    }
    if (isOperator('(')) {
      const opened = cursor.at;
      cursor.skipBrackets();
      if (isOperator(':')) {
        next();
        skipType(cursor);
      }
      if (isOperator('=>')) {
        const body = cursor.at + 1;
        cursor.at = opened;
        const given = parser.parameters();
        cursor.at = body;
        return bodyOf(start, given);
      }
    }
    cursor.at = from;
    return undefined;
  }

  function bodyOf(start: number, parameters: Function['parameters']): Function {
    if (isOperator('{')) {
      const read = parser.body();
      return { kind: 'function', span: spanFrom(start), parameters, ...read };
    }
    const value = expression();
    return { kind: 'function', parameters, body: [{ kind: 'leaving', span: value.span, word: 'return', value }], span: spanFrom(start) };
  }
}
