import { arrowsOf } from './arrow.js';
import { collectionsOf } from './collections.js';
import type { Cursor } from './cursor.js';
import type { Node } from './node.js';
import type { Parser } from './parse.js';
import { skipType, skipTypeArguments } from './types.js';

export interface Expressions {
  expression(): Node;
  /** Several, parted by commas; the last is the value. */
  sequence(): Node;
  /** What a declaration binds: a name, or what looks like an object or a list. */
  pattern(): Node;
  /** Where nothing stands that is one. */
  nothing(): Node;
}

export function expressionsOf(cursor: Cursor, parser: Parser): Expressions {
  const { token, next, isOperator, take, endBefore } = cursor;
  const { list, array, dictionary } = collectionsOf(cursor, parser, { expression, nothing, spanFrom });
  const arrow = arrowsOf(cursor, parser, { expression, name, spanFrom });
  return { expression, sequence, pattern, nothing };

  function nothing(): Node {
    return { kind: 'other', span: { start: token().start, end: token().start }, inside: [] };
  }

  function spanFrom(start: number) {
    return { start, end: Math.max(start, endBefore()) };
  }

  function sequence(): Node {
    const { start } = token();
    const first = expression();
    if (!isOperator(',')) return first;
    const inside = [first];
    while (take(',')) inside.push(expression());
    return { kind: 'other', span: spanFrom(start), inside };
  }

  function pattern(): Node {
    return isOperator('{') ? dictionary() : isOperator('[') ? array() : token().kind === 'word' ? name() : nothing();
  }

  function name(): Node {
    const { start, end, text } = token();
    next();
    return { kind: 'name', span: { start, end }, name: text };
  }

  function expression(): Node {
    return parser.nested(() => {
      const { start } = token();
      const found = arrow();
      if (found) return found;
      const target = choice();
      if (isOperator('=', '??=', '||=', '&&=', '+=', '-=')) {
        next();
        return { kind: 'assignment', span: spanFrom(start), target, value: expression() };
      }
      return target;
    }, nothing());
  }

  function choice(): Node {
    const { start } = token();
    const test = operation();
    if (!isOperator('?')) return test;
    next();
    const yes = expression();
    const no = take(':') ? expression() : nothing();
    return { kind: 'choice', span: spanFrom(start), test, yes, no };
  }

  function operation(): Node {
    const { start } = token();
    const parts = [unary()];
    const operators: string[] = [];
    for (;;) {
      const { kind, text, onNewLine } = token();
      if (kind === 'word' && (text === 'as' || text === 'satisfies') && !onNewLine) {
        next();
        if (!take('const')) skipType(cursor);
      } else if (kind === 'operator' ? BINARY.test(text) : kind === 'word' && (text === 'in' || text === 'instanceof')) {
        next();
        let operator = text;
        // `>>`, `>=`: where types are, each sign is one of its own.
        for (; text === '>' && isOperator('>', '='); next()) operator += token().text;
        operators.push(operator);
        parts.push(unary());
      } else break;
    }
    return parts.length === 1 ? parts[0]! : { kind: 'operation', span: spanFrom(start), operators, parts };
  }

  function unary(): Node {
    const { start, kind, text } = token();
    if (kind === 'word' && /^(?:await|yield)$/.test(text) && !(token(1).kind === 'operator' && /^[.,;)=]$/.test(token(1).text))) {
      next();
      return parser.nested(unary, nothing());
    }
    if (isOperator('!')) {
      next();
      const of = parser.nested(unary, nothing());
      return { kind: 'not', span: spanFrom(start), of };
    }
    if (isOperator('-')) {
      next();
      const of = parser.nested(unary, nothing());
      return of.kind === 'number' ? { ...of, span: spanFrom(start), value: -of.value } : { kind: 'other', span: spanFrom(start), inside: [of] };
    }
    if (isOperator('+', '~', '++', '--') || (kind === 'word' && /^(?:typeof|void|delete)$/.test(text))) {
      next();
      return { kind: 'other', inside: [parser.nested(unary, nothing())], span: spanFrom(start) };
    }
    // `<T>value`.
    if (isOperator('<')) skipTypeArguments(cursor);
    return postfix(primary(), start);
  }

  function postfix(first: Node, start: number): Node {
    let node = first;
    for (let links = 0; links < MOST_LINKS; links++) {
      const { kind, text, onNewLine } = token();
      if (kind === 'text' && text === '`') {
        const inside = { start: token().start, end: token().end };
        const args = [literal()];
        node = { kind: 'call', span: spanFrom(start), callee: node, args, inside, makes: false };
        continue;
      }
      if (kind !== 'operator') return node;
      if (text === '.' || text === '?.') {
        next();
        if (isOperator('(', '[')) continue;
        if (token().kind !== 'word') return { kind: 'other', span: spanFrom(start), inside: [node] };
        const at = { start: token().start, end: token().end };
        node = { kind: 'member', of: node, name: token().text, at, span: { start, end: at.end } };
        next();
      } else if (text === '(') node = called(node, start, false);
      else if (text === '[') {
        const end = cursor.closing();
        next();
        const index = expression();
        cursor.at = Math.max(cursor.at, end);
        take(']');
        const span = spanFrom(start);
        node = isPlain(index) ? { kind: 'member', span, of: node, name: index.pieces[0].text, at: index.span } : { kind: 'element', span, of: node, index };
      } else if (text === '!' && !onNewLine) next();
      else if ((text === '++' || text === '--') && !onNewLine) {
        next();
        node = { kind: 'other', span: spanFrom(start), inside: [node] };
      } else if (text === '<') {
        const from = cursor.at;
        if (!skipTypeArguments(cursor)) return node;
        if (!isOperator('(')) {
          cursor.at = from;
          return node;
        }
      } else return node;
    }
    return node;
  }

  function called(callee: Node, start: number, makes: boolean): Node {
    const from = token().end;
    const end = cursor.closing();
    const args = list(')');
    return { kind: 'call', span: spanFrom(start), callee, args, inside: { start: from, end: Math.max(from, cursor.at > end ? endBefore() - 1 : endBefore()) }, makes };
  }

  function literal(): Node {
    const { start, end, pieces } = token();
    next();
    return { kind: 'text', span: { start, end }, pieces: pieces!.map(it => (it.kind === 'hole' ? parser.hole(it.tokens) : it)) };
  }

  function primary(): Node {
    const { start, end, kind, text } = token();
    switch (kind) {
      case 'text':
        return literal();
      case 'number':
        next();
        return { kind: 'number', span: { start, end }, value: Number(text.replace(/_|n$/g, '')) };
      case 'word':
        return word(text, start);
      case 'operator':
        if (text === '{') return dictionary();
        if (text === '[') return array();
        if (text === '(') {
          const closes = cursor.closing();
          next();
          const inner = parser.nested(sequence, nothing());
          cursor.at = Math.max(cursor.at, closes);
          take(')');
          return inner;
        }
        return nothing();
      default:
        if (kind === 'pattern') next();
        return { kind: 'other', span: { start, end }, inside: [] };
    }
  }

  function word(text: string, start: number): Node {
    switch (text) {
      case 'true':
      case 'false':
      case 'null':
      case 'undefined':
        next();
        return { kind: 'constant', span: spanFrom(start), value: text === 'undefined' ? undefined : text === 'null' ? null : text === 'true' };
      case 'async':
        if (token(1).text !== 'function') return name();
        next();
        return word('function', start);
      case 'function': {
        next();
        take('*');
        const called = token().kind === 'word' ? token().text : undefined;
        if (called !== undefined) next();
        return parser.functionFrom(start, called);
      }
      case 'class':
        next();
        return parser.classFrom(start);
      case 'new': {
        next();
        let callee = primary();
        while (isOperator('.')) {
          next();
          const at = { start: token().start, end: token().end };
          callee = { kind: 'member', of: callee, name: token().text, at, span: { start: callee.span.start, end: at.end } };
          next();
        }
        if (isOperator('<')) skipTypeArguments(cursor);
        return isOperator('(') ? called(callee, start, true) : { kind: 'call', span: spanFrom(start), callee, args: [], inside: { start: endBefore(), end: endBefore() }, makes: true };
      }
      default:
        return name();
    }
  }
}

/** A text without anything filled in. */
function isPlain(node: Node): node is Extract<Node, { kind: 'text' }> & { readonly pieces: readonly [{ readonly kind: 'known'; readonly text: string; readonly offsets: readonly number[] }] } {
  return node.kind === 'text' && node.pieces.length === 1 && node.pieces[0]!.kind === 'known';
}

/** A chain of calls, longer than people write them. */
const MOST_LINKS = 500;

const BINARY = /^(?:[-+*/%<>|&^]|\*\*|\|\||&&|\?\?|[=!]==?|<=)$/;
