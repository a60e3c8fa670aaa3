import type { Span } from '../../text/span.js';
import { cursorOf } from './cursor.js';
import { expressionsOf, LONGEST, RESCUED } from './expressions.js';
import type { Node } from './node.js';
import { tokensOf } from './tokens.js';

export interface Ruby {
  readonly nodes: readonly Node[];
  readonly comments: readonly Span[];
}

/** Reads a file as far as it can be understood: what is half typed costs its own line, seldom more. */
export function parseRuby(source: string): Ruby {
  const { tokens, comments } = tokensOf(source);
  const cursor = cursorOf(tokens);
  const { token, next, isKind, isWord, isOperator, take, skipLines, skipParentheses, path, endBefore, nested } = cursor;
  const expression = expressionsOf(cursor, { statement, opened, statements, bodies });
  const nodes: Node[] = [];
  while (!isKind('end')) {
    for (const it of statements(NOTHING)) nodes.push(it);
    // An `end` too many.
    if (!isKind('end')) next();
  }
  return { nodes, comments };

  /** Up to a keyword that ends the body, which is left. */
  function statements(ends: ReadonlySet<string>): readonly Node[] {
    const found: Node[] = [];
    for (skipLines(); !isKind('end'); skipLines()) {
      if (token().kind === 'word' && (ends.has(token().text) || token().text === 'end')) break;
      if (isOperator('}') && ends.has('}')) break;
      const before = cursor.at;
      found.push(statement());
      if (cursor.at === before) next();
    }
    return found;
  }

  function statement(): Node {
    const { start } = token();
    const first = modified();
    if (!isWord('and', 'or')) return first;
    const bodies = [[first]];
    while (take('and') || take('or')) bodies.push([modified()]);
    return { kind: 'branch', span: { start, end: endBefore() }, bodies };
  }

  function modified(): Node {
    const { start } = token();
    let node = opened() ?? expression();
    for (let links = 0; links < LONGEST && isWord('if', 'unless', 'while', 'until', 'rescue'); links++) {
      const word = token().text;
      next();
      const test = expression();
      node = word === 'rescue' ? { kind: 'branch', span: { start, end: endBefore() }, bodies: [[node], [test]] } : { kind: 'branch', span: { start, end: endBefore() }, bodies: [[test, node]] };
    }
    return node;
  }

  /** What begins with a keyword and ends with `end`. */
  function opened(): Node | undefined {
    const { kind, text, start } = token();
    if (kind !== 'word' || cursor.isDeep()) return undefined;
    switch (text) {
      case 'class':
      case 'module': {
        next();
        const name = path();
        const from = isOperator('<') ? token().end : undefined;
        while (!isKind('line') && !isKind('end')) next();
        const above = from === undefined ? undefined : source.slice(from, endBefore()).trim();
        const body = nested(() => bodies(NOTHING)).flat();
        return { kind: 'class', span: { start, end: endBefore() }, name, ...(above !== undefined && { above }), body };
      }
      case 'def': {
        next();
        let name = token().text;
        next();
        while (isOperator('.')) {
          next();
          name = token().text;
          next();
        }
        if (isOperator('(')) skipParentheses();
        const endless = take('=');
        if (!endless) while (!isKind('line') && !isKind('end')) next();
        const body = endless ? [nested(statement)] : nested(() => bodies(RESCUED)).flat();
        return { kind: 'method', span: { start, end: endBefore() }, name, body };
      }
      case 'if':
      case 'unless':
      case 'while':
      case 'until':
      case 'for':
      case 'case':
      case 'begin': {
        next();
        const test = text === 'begin' || (text === 'case' && isKind('line')) ? [] : [expression(false)];
        while (isWord('in') && text === 'for') {
          next();
          test.push(expression(false));
        }
        take('then');
        take('do');
        const found = nested(() => bodies(ALTERNATIVES));
        const span = { start, end: endBefore() };
        // What begins so is run, and only its rescue may not be.
        if (text === 'begin') return { kind: 'branch', span, bodies: found.length > 1 ? found : [found[0] ?? []] };
        return { kind: 'branch', span, bodies: [test, ...found] };
      }
      default:
        return undefined;
    }
  }

  /** Bodies that these words part, up to the `end`, which is taken. */
  function bodies(parts: ReadonlySet<string>): readonly (readonly Node[])[] {
    const found: (readonly Node[])[] = [statements(parts)];
    while (token().kind === 'word' && parts.has(token().text)) {
      next();
      found.push(statements(parts));
    }
    take('end');
    return found;
  }
}

const NOTHING: ReadonlySet<string> = new Set();
const ALTERNATIVES: ReadonlySet<string> = new Set(['else', 'elsif', 'when', 'in', 'rescue', 'ensure']);
