import type { Span } from '../../text/span.js';
import { bindingsOf } from './bindings.js';
import type { Cursor } from './cursor.js';
import type { Expressions } from './expression.js';
import type { Binding, Class, Function, Node, Statement } from './node.js';
import { skipAnnotation, skipTypeArguments } from './types.js';

export interface Definitions {
  /** From the parameters on. */
  functionFrom(start: number, name?: string): Function;
  body(): Pick<Function, 'body' | 'inside'>;
  parameters(): Function['parameters'];
  /** Behind `class`. */
  classFrom(start: number): Class;
}

/** What functions and classes are made of. */
interface Within {
  nested<T>(read: () => T, otherwise: T): T;
  block(): readonly Statement[];
  spanFrom(start: number): Span;
  expressions(): Expressions;
}

export function definitionsOf(source: string, cursor: Cursor, { nested, block, spanFrom, expressions }: Within): Definitions {
  const { token, next, isEnd, isWord, isOperator, take, endBefore } = cursor;
  return { functionFrom, body, parameters, classFrom };

  function functionFrom(start: number, name?: string): Function {
    take('*');
    if (isOperator('<')) skipTypeArguments(cursor);
    const given = parameters();
    skipAnnotation(cursor);
    const read = body();
    return { kind: 'function', span: spanFrom(start), ...(name !== undefined && { name }), parameters: given, ...read };
  }

  function parameters(): Function['parameters'] {
    if (!isOperator('(')) return [];
    const end = cursor.closing();
    next();
    const found: (readonly Binding[])[] = [];
    while (cursor.at < end) {
      const before = cursor.at;
      while (isWord('public', 'private', 'protected', 'readonly', 'override') && token(1).kind === 'word') next();
      take('...');
      const pattern = nested(() => expressions().pattern(), expressions().nothing());
      take('?');
      skipAnnotation(cursor);
      const otherwise = take('=') ? nested(() => expressions().expression(), undefined) : undefined;
      found.push(bindingsOf(pattern, [], otherwise));
      if (!take(',') && cursor.at === before) next();
    }
    cursor.at = Math.max(cursor.at, end);
    take(')');
    return found;
  }

  function body(): Pick<Function, 'body' | 'inside'> {
    if (!isOperator('{')) return { body: [] };
    const start = token().end;
    const found = block();
    const closed = endBefore();
    return { body: found, inside: { start, end: source[closed - 1] === '}' ? Math.max(start, closed - 1) : closed } };
  }

  function classFrom(start: number): Class {
    const name = token().kind === 'word' && !isWord('extends', 'implements') ? token().text : undefined;
    while (!isEnd() && !isOperator('{')) {
      if (!isOperator('<') || !skipTypeArguments(cursor)) next();
    }
    const members: { name: string; value: Node }[] = [];
    const end = cursor.closing();
    if (!take('{')) return { kind: 'class', span: spanFrom(start), ...(name !== undefined && { name }), members };
    nested(() => {
      while (cursor.at < end && !isEnd()) {
        const before = cursor.at;
        const found = member();
        if (found) members.push(found);
        if (cursor.at === before) next();
      }
    }, undefined);
    cursor.at = Math.max(cursor.at, end);
    take('}');
    return { kind: 'class', span: spanFrom(start), ...(name !== undefined && { name }), members };
  }

  function member(): { readonly name: string; readonly value: Node } | undefined {
    const { start } = token();
    while (isWord('public', 'private', 'protected', 'static', 'readonly', 'async', 'override', 'declare', 'abstract', 'get', 'set', 'accessor') && !/^[(=:;?!,<]$/.test(token(1).text)) next();
    take('*');
    if (isOperator('@')) {
      next();
      expressions().expression();
      return undefined;
    }
    if (isOperator('[', '{')) {
      cursor.skipBrackets();
      return undefined;
    }
    const { kind, text, pieces } = token();
    if (kind !== 'word' && kind !== 'text') return undefined;
    const name = kind === 'word' ? text : pieces!.map(it => (it.kind === 'known' ? it.text : '')).join('');
    next();
    if (isOperator('(', '<')) return { name, value: functionFrom(start, name) };
    if (!take('?')) take('!');
    skipAnnotation(cursor);
    const value = take('=') ? expressions().expression() : undefined;
    take(';');
    return value && { name, value };
  }
}
