import type { Span } from '../../text/span.js';
import type { Cursor } from './cursor.js';
import type { Dictionary, Node } from './node.js';
import type { Parser } from './parse.js';

interface Within {
  expression(): Node;
  nothing(): Node;
  spanFrom(start: number): Span;
}

/** Lists, objects, and what a call is given. */
export function collectionsOf(cursor: Cursor, parser: Parser, { expression, nothing, spanFrom }: Within): { list(close: string): readonly Node[]; array(): Node; dictionary(): Dictionary } {
  const { token, next, isEnd, isWord, isOperator, take } = cursor;
  return { list, array, dictionary };

  /** What stands in a bracket, which is passed with it. */
  function list(close: string): readonly Node[] {
    const end = cursor.closing();
    next();
    const found: Node[] = [];
    while (cursor.at < end && !isEnd()) {
      const before = cursor.at;
      const { start } = token();
      if (take('...')) {
        const of = expression();
        found.push({ kind: 'spread', span: spanFrom(start), of });
      } else if (!isOperator(',')) found.push(expression());
      if (!take(',') && cursor.at === before) next();
    }
    cursor.at = Math.max(cursor.at, end);
    take(close);
    return found;
  }

  function array(): Node {
    const { start } = token();
    const items = parser.nested(() => list(']'), undefined);
    if (!items) cursor.skipBrackets();
    return { kind: 'array', items: items ?? [], span: spanFrom(start) };
  }

  function dictionary(): Dictionary {
    const { start } = token();
    const end = cursor.closing();
    next();
    const entries: Dictionary['entries'][number][] = [];
    while (cursor.at < end && !isEnd()) {
      const before = cursor.at;
      const found = parser.nested(entry, undefined);
      if (found) entries.push(found);
      if (!take(',') && cursor.at === before) next();
    }
    cursor.at = Math.max(cursor.at, end);
    take('}');
    return { kind: 'dictionary', entries, span: spanFrom(start) };
  }

  function entry(): Dictionary['entries'][number] | undefined {
    const { start } = token();
    if (take('...')) {
      const value = expression();
      return { value, span: spanFrom(start) };
    }
    while (isWord('async', 'get', 'set') && !/^[(:,}=]$/.test(token(1).text)) next();
    take('*');
    const { kind, text, pieces } = token();
    let key: string | undefined;
    let computed: Node | undefined;
    if (isOperator('[')) {
      next();
      computed = expression();
      take(']');
    } else if (kind === 'text') {
      key = pieces!.map(it => (it.kind === 'known' ? it.text : '')).join('');
      next();
    } else if (kind === 'word' || kind === 'number') {
      key = text;
      next();
      if (isOperator(',', '}', '=') || isEnd()) {
        const target: Node = { kind: 'name', name: text, span: spanFrom(start) };
        const value = take('=') ? { kind: 'assignment' as const, target, value: expression(), span: spanFrom(start) } : target;
        return { key, value, span: spanFrom(start) };
      }
    } else return undefined;
    const value = isOperator('(', '<') ? parser.functionFrom(start, key) : take(':') ? expression() : nothing();
    return { ...(key !== undefined && { key }), ...(computed && { computed }), value, span: spanFrom(start) };
  }
}
