import type { Span } from '../../text/span.js';
import { evaluate } from './evaluate.js';
import type { Class, Node, Statement } from './node.js';
import type { Module } from './parse.js';
import { NOTHING, scopeOf, withNames, type Scope } from './scope.js';
import { isCalled, isSymbolic, nodesOf, type Symbolic, type Value } from './value.js';

/** What a migration's file gives to its tool. */
export interface Given {
  readonly scope: Scope;
  /** The function that is called so, wherever it is handed out. */
  way(name: 'up' | 'down'): Extract<Symbolic, { readonly kind: 'function' }> | undefined;
  /** What else is called so: `config`, `shorthands`. */
  value(name: string): Value;
}

/** `exports.up = …`, `export const up = …`, `module.exports = { up }`, a method of a class; `within` a part of the file only. */
export function givenBy({ statements }: Module, within?: Span): Given {
  const scope = scopeOf(statements, NOTHING);
  const named = new Map<string, Definition>();
  for (const it of definitions(statements)) {
    if (!named.has(it.name) && (!within || (it.span.start >= within.start && it.span.start < within.end))) named.set(it.name, it);
  }
  const value = (name: string): Value => {
    const found = named.get(name);
    return found && evaluate(found.value, found.owner ? withThis(found.owner, scope) : scope);
  };
  return { scope, value, way: name => functionIn(value(name)) };
}

/** What `this` has, in a method of a class. */
function withThis({ members }: Class, outer: Scope): Scope {
  const entries = new Map<string, Value>();
  const scope = withNames(outer, new Map<string, Value>([['this', { kind: 'record', entries, whole: false }]]));
  for (const { name, value } of members) entries.set(name, evaluate(value, scope));
  return scope;
}

interface Definition {
  readonly name: string;
  readonly value: Node;
  readonly span: Span;
  readonly owner?: Class;
}

/** It, or the first that it is wrapped in. */
function functionIn(value: Value): ReturnType<Given['way']> {
  if (isCalled(value)) return value.args.map(functionIn).find(it => it !== undefined);
  return isSymbolic(value) && value.kind === 'function' ? value : undefined;
}

function* definitions(statements: readonly Statement[]): Iterable<Definition> {
  for (const it of statements) {
    if (it.kind === 'declaration' && it.value) {
      for (const { name, path } of it.bindings) if (path.length === 0) yield { name, value: it.value, span: it.span };
      yield* inside(it.value);
    } else if (it.kind === 'expression') yield* inside(it.value);
    else if (it.kind === 'block') for (const body of it.bodies) yield* definitions(body);
  }
}

function* inside(start: Node): Iterable<Definition> {
  const waiting: Node[] = [start];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.kind === 'assignment' && (node.target.kind === 'member' || node.target.kind === 'name')) yield { name: node.target.name, value: node.value, span: node.span };
    if (node.kind === 'dictionary') for (const { key, value, span } of node.entries) if (key !== undefined) yield { name: key, value, span };
    if (node.kind === 'class') for (const { name, value } of node.members) yield { name, value, span: value.span, owner: node };
    for (const it of nodesOf(node).toReversed()) waiting.push(it);
  }
}
