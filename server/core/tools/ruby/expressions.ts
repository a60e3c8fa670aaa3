import type { Cursor } from './cursor.js';
import { itemsOf } from './items.js';
import type { Block, Call, Node, Text } from './node.js';
import { KEYWORDS } from './tokens.js';
import type { Token } from './tokens.js';

/** What expressions have inside that is more than an expression. */
export interface Inner {
  statement(): Node;
  /** What begins with a keyword and ends with `end`, where one stands there. */
  opened(): Node | undefined;
  /** Up to a word that ends the body, which is left. */
  statements(ends: ReadonlySet<string>): readonly Node[];
  /** Bodies that these words part, up to the `end`, which is taken. */
  bodies(parts: ReadonlySet<string>): readonly (readonly Node[])[];
}

/** Reads one expression from where the cursor stands. `blocks`: whether a `do` belongs to what is called here; not so in the head of a loop. */
export function expressionsOf(cursor: Cursor, inner: Inner): (blocks?: boolean) => Node {
  const { token, next, isKind, isWord, isOperator, take, skipLines, skipParentheses, path, endBefore, nested } = cursor;
  const items = itemsOf(cursor, expression);
  return expression;

  function expression(blocks = true): Node {
    const { start } = token();
    if (cursor.isDeep()) {
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
      if (!startsValue(token()) || cursor.isDeep()) return { kind: 'other', span: { start, end: endBefore() }, inside: [] };
      const inside = nested(() => unary(blocks));
      return { kind: 'other', span: { start, end: endBefore() }, inside: [inside] };
    }
    return called(inner.opened() ?? primary(blocks), start, blocks);
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
          inside.push(inner.statement());
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
        // Its `do` is its own wherever it stands.
        const found = block(true);
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
    if (!brace) return { parameters, body: nested(() => inner.bodies(RESCUED)).flat() };
    const body = nested(() => inner.statements(BRACE));
    take('}');
    return { parameters, body };
  }
}

/** Links of a chain, more than people write: the tree is no deeper than these multiplied by how deep the cursor goes. */
export const LONGEST = 12;

/** What a body that runs may be followed by. */
export const RESCUED: ReadonlySet<string> = new Set(['rescue', 'ensure', 'else']);
const BRACE: ReadonlySet<string> = new Set(['}']);
const BINARY: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '**', '<<', '>>', '<', '>', '<=', '>=', '<=>', '==', '===', '!=', '=~', '!~', '&&', '||', '&', '|', '^', '..', '...']);

function joined(texts: readonly Text[]): Text {
  const [first] = texts;
  if (texts.length === 1) return first!;
  const parts = texts.flatMap(it => it.known ?? []);
  const known = parts.length === texts.length && { text: parts.map(it => it.text).join(''), offsets: () => parts.flatMap(({ offsets }, i) => (i < parts.length - 1 ? offsets().slice(0, -1) : offsets())) };
  return { kind: 'text', span: { start: first!.span.start, end: texts.at(-1)!.span.end }, rough: texts.map(it => it.rough).join(''), ...(known && { known }) };
}
