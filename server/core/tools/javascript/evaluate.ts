import type { Function, Known, Node, Text } from './node.js';
import { parametersFor, scopeOf, withNames, type Scope } from './scope.js';
import { isList, isRecord, isSymbolic, memberOf, truth, UNKNOWN, type Record, type Value } from './value.js';

/** What an expression is worth, as far as its text and the names that it has tell. */
export function evaluate(node: Node, scope: Scope, depth = 0): Value {
  if (depth > DEEPEST) return UNKNOWN;
  const inner = (it: Node) => evaluate(it, scope, depth + 1);
  switch (node.kind) {
    case 'constant':
    case 'number':
      return node.value;
    case 'text':
      return textIn(node, scope, depth)?.text ?? beginning(node, scope, depth);
    case 'name':
      return scope.valueOf(node.name);
    case 'array':
      return listOf(node.items, inner);
    case 'dictionary':
      return recordOf(node, inner);
    case 'member':
      return memberOf(inner(node.of), node.name);
    case 'element': {
      const index = inner(node.index);
      return typeof index === 'string' || typeof index === 'number' ? memberOf(inner(node.of), index) : UNKNOWN;
    }
    case 'function':
      return { kind: 'function', node, scope };
    case 'not': {
      const of = truth(inner(node.of));
      return of === undefined ? UNKNOWN : !of;
    }
    case 'choice': {
      const test = truth(inner(node.test));
      return test === undefined ? UNKNOWN : inner(test ? node.yes : node.no);
    }
    case 'operation':
      return operation(node, scope, depth);
    case 'call': {
      const given = listOf(node.args, inner);
      const args = isList(given) ? given : node.args.map(inner);
      // What a chain of calls begins with is asked for once, not once by each link.
      const { callee } = node;
      const of = callee.kind === 'member' ? inner(callee.of) : undefined;
      const called = callee.kind === 'member' ? memberOf(of, callee.name) : inner(callee);
      return (node.makes ? undefined : computed(callee, of, called, args, depth)) ?? { kind: 'called', callee: called, args, node };
    }
    case 'assignment': case 'spread': case 'class': case 'other':
      return UNKNOWN;
  }
}

const DEEPEST = 30;

/** What doubles by each line would soon fill the memory. */
const LONGEST_TEXT = 20_000_000;
const LONGEST_LIST = 10_000;

/** A text and where each unit of it is written: strings joined by `+`, templates that are filled with what is known. */
export function textIn(node: Node, scope: Scope, depth = 0): Omit<Known, 'kind'> | undefined {
  if (depth > DEEPEST) return undefined;
  if (node.kind === 'text') {
    const pieces = node.pieces.map(it => (it.kind === 'known' ? it : filled(it, scope, depth)));
    return joined(pieces);
  }
  if (node.kind === 'operation' && node.operators.every(it => it === '+')) {
    const parts = node.parts.map(it => textIn(it, scope, depth + 1) ?? filled(it, scope, depth));
    return node.parts.some(it => it.kind === 'text' || it.kind === 'operation') || parts.some(it => it !== undefined) ? joined(parts) : undefined;
  }
  // `'…'.trim()`, `dedent('…')` and the like change nothing that SQL would mind.
  if (node.kind === 'call' && node.callee.kind === 'member' && /^(?:trim|trimStart|trimEnd)$/.test(node.callee.name) && node.args.length === 0) return textIn(node.callee.of, scope, depth + 1);
  if (node.kind === 'call' && node.callee.kind === 'name' && /^(?:dedent|sql|stripIndent|oneLine)$/.test(node.callee.name) && node.args.length === 1) return textIn(node.args[0]!, scope, depth + 1);
  return undefined;
}

/** All up to the first part that is not known. */
function beginning({ pieces, ...text }: Text, scope: Scope, depth: number): Value {
  const known = pieces.findIndex(it => it.kind !== 'known' && filled(it, scope, depth) === undefined);
  return { kind: 'unknown', begins: textIn({ ...text, pieces: pieces.slice(0, known) }, scope, depth)?.text ?? '' };
}

/** What stands for a value in a text is told where it is written. */
function filled(node: Node, scope: Scope, depth: number): Omit<Known, 'kind'> | undefined {
  const value = evaluate(node, scope, depth + 1);
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  return { text, offsets: [...Array.from({ length: text.length }, () => node.span.start), node.span.end] };
}

function joined(parts: readonly (Omit<Known, 'kind'> | undefined)[]): Omit<Known, 'kind'> | undefined {
  let text = '';
  const offsets: number[] = [];
  let end = 0;
  for (const part of parts) {
    if (!part || text.length + part.text.length > LONGEST_TEXT) return undefined;
    text += part.text;
    for (let i = 0; i < part.text.length; i++) offsets.push(part.offsets[i]!);
    end = part.offsets.at(-1)!;
  }
  return { text, offsets: [...offsets, end] };
}

function listOf(items: readonly Node[], inner: (node: Node) => Value): Value {
  const found: Value[] = [];
  for (const it of items) {
    if (it.kind !== 'spread') {
      found.push(inner(it));
      continue;
    }
    const more = inner(it.of);
    if (!isList(more) || found.length + more.length > LONGEST_LIST) return UNKNOWN;
    found.push(...more);
  }
  return found;
}

function recordOf({ entries }: Extract<Node, { kind: 'dictionary' }>, inner: (node: Node) => Value): Record {
  const found = new Map<string, Value>();
  let whole = true;
  for (const { key: written, computed, value } of entries) {
    const key = written ?? (computed && keyIn(inner(computed)));
    if (key !== undefined) {
      found.set(key, inner(value));
      continue;
    }
    if (computed) {
      whole = false;
      continue;
    }
    const more = inner(value);
    if (isRecord(more)) {
      for (const [name, it] of more.entries) found.set(name, it);
      whole &&= more.whole;
    } else if (truth(more) !== false) whole = false;
  }
  return { kind: 'record', entries: found, whole };
}

/** Of `[Op.ne]`, `[ne]`. */
function keyIn(value: Value): string | undefined {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return isSymbolic(value) && value.kind === 'member' ? `[${value.name}]` : undefined;
}

function operation(node: Extract<Node, { kind: 'operation' }>, scope: Scope, depth: number): Value {
  const [operator] = node.operators;
  if (node.operators.some(it => it !== operator)) return UNKNOWN;
  const values = () => node.parts.map(it => evaluate(it, scope, depth + 1));
  switch (operator) {
    case '+': {
      const found = values();
      if (found.every(it => typeof it === 'number')) return found.reduce((sum, it) => sum + it, 0);
      if (found.every(it => typeof it === 'string' || typeof it === 'number')) return sumOf(found);
      return typeof found[0] === 'string' ? { kind: 'unknown', begins: found[0] } : isSymbolic(found[0]) && found[0].kind === 'unknown' ? found[0] : UNKNOWN;
    }
    case '<': case '<=': case '>': case '>=': {
      const [a, b, ...more] = values();
      if (typeof a !== 'number' || typeof b !== 'number' || more.length > 0) return UNKNOWN;
      return operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b;
    }
    case '*': {
      const found = values();
      return found.every(it => typeof it === 'number') ? found.reduce((product, it) => product * it, 1) : UNKNOWN;
    }
    case '||':
    case '&&': {
      const found = values();
      for (const it of found) {
        const is = truth(it);
        if (is === undefined) return UNKNOWN;
        if (is === (operator === '||')) return it;
      }
      return found.at(-1);
    }
    case '??': {
      const found = values();
      const first = found.find(it => it !== null && it !== undefined);
      return first !== undefined && isSymbolic(first) && first.kind !== 'called' ? UNKNOWN : first;
    }
    default:
      return UNKNOWN;
  }
}

function sumOf(parts: readonly (string | number)[]): Value {
  return parts.reduce<number>((sum, it) => sum + String(it).length, 0) > LONGEST_TEXT ? UNKNOWN : parts.join('');
}

/** Calls that can be told without the world: methods of lists and texts, and functions of the file that are one expression. */
function computed(callee: Node, of: Value, called: Value, args: readonly Value[], depth: number): Value {
  if (callee.kind === 'member') {
    if (callee.of.kind === 'name' && callee.of.name === 'Object') {
      const [object] = args;
      if (!object || !isRecord(object) || !object.whole) return undefined;
      if (callee.name === 'keys') return [...object.entries.keys()];
      if (callee.name === 'values') return [...object.entries.values()];
      return callee.name === 'entries' ? [...object.entries].map(it => [...it]) : callee.name === 'freeze' ? object : undefined;
    }
    if (isList(of)) return ofList(of, callee.name, args, depth);
    if (typeof of === 'string') return callee.name === 'slice' ? sliced(of, args) : args.every(it => typeof it === 'string') ? ofText(of, callee.name, args) : undefined;
    return undefined;
  }
  return isSymbolic(called) && called.kind === 'function' ? resultOf(called.node, called.scope, args, depth) : undefined;
}

function ofList(list: readonly Value[], name: string, args: readonly Value[], depth: number): Value {
  const [first] = args;
  switch (name) {
    case 'join':
      return list.every(it => typeof it === 'string' || typeof it === 'number') && (first === undefined || typeof first === 'string') ? list.join(first ?? ',') : undefined;
    case 'concat':
      return list.length * 2 > LONGEST_LIST ? undefined : [...list, ...args.flatMap(it => (isList(it) ? it : [it]))];
    case 'map': {
      const turn = first !== undefined && isSymbolic(first) && first.kind === 'function' ? first : undefined;
      return turn && list.length <= (depth < 10 ? MOST_TURNS : 20) ? list.map((it, i) => resultOf(turn.node, turn.scope, [it, i], depth) ?? UNKNOWN) : undefined;
    }
    default:
      return undefined;
  }
}

export const MOST_TURNS = 200;

function ofText(text: string, name: string, [from, to]: readonly string[]): Value {
  switch (name) {
    case 'trim': return text.trim();
    case 'toLowerCase': return text.toLowerCase();
    case 'toUpperCase': return text.toUpperCase();
    case 'concat': return text + (from ?? '');
    case 'split': return from === undefined ? undefined : text.split(from);
    case 'replace': return from === undefined || to === undefined ? undefined : text.replace(from, () => to);
    default: return undefined;
  }
}

function sliced(text: string, [from, to]: readonly Value[]): Value {
  return typeof from === 'number' && (to === undefined || typeof to === 'number') ? text.slice(from, to) : undefined;
}

/** Of a function that does nothing but return. */
function resultOf({ parameters, body }: Function, outer: Scope, args: readonly Value[], depth: number): Value {
  const last = body.at(-1);
  if (last?.kind !== 'leaving' || last.word !== 'return' || !last.value || !body.slice(0, -1).every(it => it.kind === 'declaration')) return undefined;
  const scope = scopeOf(body, withNames(outer, parametersFor(parameters, args, outer)));
  return evaluate(last.value, scope, depth + 10);
}
