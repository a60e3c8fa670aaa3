import type { Span } from '../../text/span.js';
import type { Block, Call, Hash, Node, Pair, Text } from './node.js';
import { cursorOf } from './cursor.js';
import { KEYWORDS, tokensOf } from './tokens.js';
import type { Token } from './tokens.js';

export interface Ruby {
  readonly nodes: readonly Node[];
  readonly comments: readonly Span[];
}

/** Reads a file as far as it can be understood: what is half typed costs its own line, seldom more. */
export function parseRuby(source: string): Ruby {
  const { tokens, comments } = tokensOf(source);
  const cursor = cursorOf(tokens);
  const { token, next, isKind, isWord, isOperator, take, skipLines, skipParentheses, path, endBefore } = cursor;
  let depth = 0;
  const nodes: Node[] = [];
  while (!isKind('end')) {
    nodes.push(...statements(NOTHING));
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
    if (kind !== 'word' || depth > DEEPEST) return undefined;
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

  function nested<T>(read: () => T): T {
    depth++;
    const found = read();
    depth--;
    return found;
  }

  /** `blocks`: whether a `do` belongs to what is called here; not so in the head of a loop. */
  function expression(blocks = true): Node {
    const { start } = token();
    if (depth > DEEPEST) {
      next();
      return { kind: 'other', span: { start, end: endBefore() }, inside: [] };
    }
    return nested(() => operated(unary(blocks), start, blocks));
  }

  function operated(first: Node, start: number, blocks: boolean): Node {
    let node = first;
    for (let links = 0; links < LONGEST; links++) {
      const { kind, text } = token();
      const name = node.kind === 'constant' ? node.name : node.kind === 'call' && !node.receiver && node.args.length === 0 ? node.name : undefined;
      if (kind === 'operator' && (text === '=' || text === '||=' || text === '+=') && name !== undefined) {
        next();
        skipLines();
        const value = expression(blocks);
        node = { kind: 'assignment', span: { start, end: endBefore() }, name, value };
      } else if (kind === 'operator' && text === '?') {
        next();
        const then = expression(blocks);
        const otherwise = take(':') ? [[expression(blocks)]] : [];
        node = { kind: 'branch', span: { start, end: endBefore() }, bodies: [[node], [then], ...otherwise] };
      } else if (kind === 'operator' && BINARY.has(text)) node = summed(node, start, blocks);
      else return node;
    }
    return node;
  }

  /** Operands stand side by side in the tree: a long sum is not a deep one. Strings at its beginning are one. */
  function summed(first: Node, start: number, blocks: boolean): Node {
    const operands = [first];
    let adds = true;
    const texts: Text[] = first.kind === 'text' ? [first] : [];
    while (isKind('operator') && BINARY.has(token().text)) {
      adds &&= token().text === '+';
      next();
      skipLines();
      const right = unary(blocks);
      if (adds && right.kind === 'text' && texts.length === operands.length) texts.push(right);
      operands.push(right);
    }
    if (texts.length === operands.length) return joined(texts);
    const inside = texts.length > 1 ? [joined(texts), ...operands.slice(texts.length)] : operands;
    return { kind: 'other', span: { start, end: endBefore() }, inside };
  }

  function unary(blocks: boolean): Node {
    const { kind, text, start } = token();
    if ((kind === 'operator' && /^(?:[!&*-]|\*\*|::)$/.test(text)) || isWord('not', 'defined?', 'return', 'yield', 'next', 'break')) {
      next();
      if (text === '-' && isKind('number')) {
        const number = token();
        next();
        return { kind: 'number', span: { start, end: number.end }, text: `-${number.text}` };
      }
      if (!startsValue(token()) || depth > DEEPEST) return { kind: 'other', span: { start, end: endBefore() }, inside: [] };
      const inside = nested(() => unary(blocks));
      return { kind: 'other', span: { start, end: endBefore() }, inside: [inside] };
    }
    return called(opened() ?? primary(blocks), start, blocks);
  }

  /** `.name`, `[…]`, `::Name` behind a value. */
  function called(first: Node, start: number, blocks: boolean): Node {
    let node = first;
    for (let links = 1; ; links++) {
      if (isOperator('.') || isOperator('&.')) {
        next();
        if (!isKind('word') && !isKind('constant') && !isKind('label')) return node;
        // Of a chain without an end, nobody asks what its beginning was.
        node = call(blocks, start, links % LONGEST === 0 ? { kind: 'other', span: node.span, inside: [] } : node);
      } else if (isOperator('::')) {
        next();
        node = token(1).text === '(' || isKind('word') ? call(blocks, start, node) : { kind: 'constant', span: { start, end: token().end }, name: `${node.kind === 'constant' ? node.name : ''}::${path()}` };
      } else if (isOperator('[') && !token().spaced) {
        next();
        const inside = items(']');
        node = { kind: 'other', span: { start, end: endBefore() }, inside: [...(links % LONGEST === 0 ? [] : [node]), ...inside] };
      } else return node;
    }
  }

  function primary(blocks: boolean): Node {
    const { kind, text, start, end } = token();
    switch (kind) {
      case 'text':
        return texts();
      case 'symbol':
        next();
        return { kind: 'symbol', span: { start, end }, name: text };
      case 'number':
        next();
        return { kind: 'number', span: { start, end }, text };
      case 'list':
        next();
        return { kind: 'array', span: { start, end }, items: text === '' ? [] : text.split(' ').map(name => ({ kind: 'symbol', span: { start, end }, name })) };
      case 'constant':
        if (token(1).text === '(' && !token(1).spaced) return call(blocks, start);
        return { kind: 'constant', span: { start, end }, name: path() };
      case 'word':
        if (text === 'nil' || text === 'true' || text === 'false' || text === 'self') {
          next();
          return { kind: text, span: { start, end } };
        }
        if (KEYWORDS.has(text)) return { kind: 'other', span: { start, end: start }, inside: [] };
        return call(blocks, start);
      case 'operator':
        return bracketed(blocks);
      case 'label':
      case 'line':
      case 'end':
        return { kind: 'other', span: { start, end: start }, inside: [] };
    }
  }

  /** Strings that stand side by side are one. */
  function texts(): Text {
    const found: Text[] = [];
    for (; isKind('text'); next()) {
      const { start, end, content } = token();
      found.push({ kind: 'text', span: { start, end }, rough: content?.rough ?? '', ...(content?.known && { known: content.known }) });
    }
    return joined(found);
  }

  function bracketed(blocks: boolean): Node {
    const { text, start } = token();
    next();
    switch (text) {
      case '(': {
        const inside: Node[] = [];
        for (skipLines(); !isOperator(')') && !isKind('end'); skipLines()) {
          const before = cursor.at;
          inside.push(statement());
          if (cursor.at === before) next();
        }
        take(')');
        return inside.length === 1 ? inside[0]! : { kind: 'other', span: { start, end: endBefore() }, inside };
      }
      case '[': {
        const inside = items(']');
        return { kind: 'array', span: { start, end: endBefore() }, items: inside };
      }
      case '{': {
        const pairs = items('}').flatMap(it => (it.kind === 'hash' ? it.pairs : []));
        return { kind: 'hash', span: { start, end: endBefore() }, pairs };
      }
      case '->': {
        if (isOperator('(')) skipParentheses();
        else while (isKind('word') && !isWord('do')) next();
        const found = block(blocks);
        return { kind: 'lambda', span: { start, end: endBefore() }, body: found?.body ?? [] };
      }
      default:
        return { kind: 'other', span: { start, end: endBefore() }, inside: [] };
    }
  }

  function call(blocks: boolean, start: number, receiver?: Node): Node {
    const name = token().text;
    next();
    let args: readonly Node[] = [];
    let argsEnd = endBefore();
    if (isOperator('(') && !token().spaced) {
      next();
      args = items(')', end => { argsEnd = end; });
    } else if (startsArguments(name)) {
      args = items(undefined, end => { argsEnd = end; });
    }
    const found = block(blocks);
    return { kind: 'call', span: { start, end: endBefore() }, name, args, argsEnd, ...(receiver && { receiver }), ...(found && { block: found }) } satisfies Call;
  }

  function startsArguments(name: string): boolean {
    const next = token();
    if (!next.spaced || next.kind === 'line') return false;
    if (next.kind === 'operator') {
      if (next.text === '[' || next.text === '->' || next.text === '::') return true;
      // `f -1` and `f *list` are arguments, `f - 1` is none.
      return /^(?:[-*&:!]|\*\*)$/.test(next.text) && !token(1).spaced && !/^[A-Z]/.test(name);
    }
    return startsValue(next);
  }

  function startsValue({ kind, text }: Token): boolean {
    if (kind === 'operator') return /^(?:[([{!-]|->|::)$/.test(text);
    return kind === 'word' ? !KEYWORDS.has(text) || text === 'not' || text === 'case' : kind !== 'line' && kind !== 'end';
  }

  /** Up to the closing bracket, which is taken; without one, to the end of the line. Keywords are gathered in a hash at the end. */
  function items(close: string | undefined, ends?: (end: number) => void): readonly Node[] {
    const found: Node[] = [];
    const pairs: Pair[] = [];
    for (;;) {
      if (close !== undefined) skipLines();
      ends?.(endBefore());
      if (isKind('end') || (close !== undefined && take(close))) break;
      if (close === undefined && (isKind('line') || isWord('do') || isOperator('}') || isOperator(')') || isOperator(']'))) break;
      const before = cursor.at;
      item(found, pairs);
      ends?.(endBefore());
      if (close !== undefined) skipLines();
      if (take(',')) {
        skipLines();
        continue;
      }
      if (close === undefined) break;
      // What nobody understands is passed over; a `def` or `end` in the middle says that the bracket was never closed.
      if (cursor.at === before || (!isOperator(close) && !isKind('end'))) {
        if (isWord('end', 'def', 'class')) break;
        if (!isOperator(close)) next();
      }
    }
    return pairs.length === 0 ? found : [...found, { kind: 'hash', span: { start: pairs[0]!.span.start, end: pairs.at(-1)!.span.end }, pairs } satisfies Hash];
  }

  function item(found: Node[], pairs: Pair[]): void {
    const { kind, text, start } = token();
    if (kind === 'label') {
      next();
      skipLines();
      const short = isOperator(',') || isOperator(')') || isOperator('}') || isKind('line');
      const value: Node = short ? { kind: 'call', span: { start, end: endBefore() }, name: text, args: [], argsEnd: endBefore() } : expression();
      pairs.push({ key: text, value, span: { start, end: endBefore() } });
      return;
    }
    if (take('**')) {
      const value = expression();
      pairs.push({ value, span: { start, end: endBefore() } });
      return;
    }
    const node = expression();
    if (!take('=>')) {
      found.push(node);
      return;
    }
    skipLines();
    const value = expression();
    const key = node.kind === 'symbol' ? node.name : node.kind === 'text' ? node.known?.text : undefined;
    pairs.push({ ...(key !== undefined && { key }), value, span: { start, end: endBefore() } });
  }

  function block(blocks: boolean): Block | undefined {
    const brace = isOperator('{');
    if (!brace && !(blocks && isWord('do'))) return undefined;
    next();
    const parameters: string[] = [];
    if (take('|')) {
      while (!isOperator('|') && !isKind('end') && !isKind('line')) {
        if (isKind('word')) parameters.push(token().text);
        next();
      }
      take('|');
    }
    if (!brace) return { parameters, body: nested(() => bodies(RESCUED)).flat() };
    const body = nested(() => statements(BRACE));
    take('}');
    return { parameters, body };
  }
}

/** Deeper than people write, and longer than they chain: a text made to overflow the stack is not followed. The tree is no deeper than both multiplied. */
const DEEPEST = 80;
const LONGEST = 12;

const NOTHING: ReadonlySet<string> = new Set();
const BRACE: ReadonlySet<string> = new Set(['}']);
const RESCUED: ReadonlySet<string> = new Set(['rescue', 'ensure', 'else']);
const ALTERNATIVES: ReadonlySet<string> = new Set(['else', 'elsif', 'when', 'in', 'rescue', 'ensure']);
const BINARY: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '**', '<<', '>>', '<', '>', '<=', '>=', '<=>', '==', '===', '!=', '=~', '!~', '&&', '||', '&', '|', '^', '..', '...']);

function joined(texts: readonly Text[]): Text {
  const [first] = texts;
  if (texts.length === 1) return first!;
  const parts = texts.flatMap(it => it.known ?? []);
  const known = parts.length === texts.length && { text: parts.map(it => it.text).join(''), offsets: parts.flatMap(({ offsets }, i) => (i < parts.length - 1 ? offsets.slice(0, -1) : offsets)) };
  return { kind: 'text', span: { start: first!.span.start, end: texts.at(-1)!.span.end }, rough: texts.map(it => it.rough).join(''), ...(known && { known }) };
}
