import type { Binding, Node, Statement } from './node.js';
import { evaluate } from './evaluate.js';
import { memberOf, nodesOf, UNKNOWN, type Value } from './value.js';

/** What names stand for where a line of a file runs, as far as one assignment says so. */
export interface Scope {
  /** A name that nothing declares is itself: `Sequelize`, `process`. */
  valueOf(name: string): Value;
}

export const NOTHING: Scope = { valueOf: name => ({ kind: 'name', name }) };

/** The names that these statements declare, each once, wherever in the function. */
export function scopeOf(statements: readonly Statement[], outer: Scope): Scope {
  const declared = new Map<string, { readonly binding: Binding; readonly value: Node | undefined } | undefined>();
  const assigned = new Set<string>();
  collect(statements, declared, assigned);
  const known = new Map<string, Value>();
  let looking = 0;
  const scope: Scope = {
    valueOf(name) {
      if (!declared.has(name)) return assigned.has(name) ? UNKNOWN : outer.valueOf(name);
      if (known.has(name)) return known.get(name);
      if (looking > DEEPEST) return UNKNOWN;
      // It may be made of itself.
      known.set(name, UNKNOWN);
      const found = declared.get(name);
      looking++;
      const value = found === undefined || assigned.has(name) || !found.value ? UNKNOWN : bound(found.binding, evaluate(found.value, scope), scope);
      looking--;
      known.set(name, value);
      return value;
    },
  };
  return scope;
}

/** A name that stands for a name, and so on. */
const DEEPEST = 20;

/** The scope in which these names have these values, too. */
export function withNames(outer: Scope, names: ReadonlyMap<string, Value>): Scope {
  return names.size === 0 ? outer : { valueOf: name => (names.has(name) ? names.get(name) : outer.valueOf(name)) };
}

/** What a binding takes of a value. */
export function bound({ path, otherwise }: Binding, value: Value, scope: Scope): Value {
  const found = path.reduce<Value>((it, key) => memberOf(it, key), value);
  return found === undefined && otherwise ? evaluate(otherwise, scope) : found;
}

/** The names that a function's parameters have for these values; those not given are not known. */
export function parametersFor(parameters: readonly (readonly Binding[])[], values: readonly Value[], scope: Scope): ReadonlyMap<string, Value> {
  return new Map(parameters.flatMap((bindings, i) => bindings.map(it => [it.name, i < values.length ? bound(it, values[i], scope) : it.otherwise && it.path.length === 0 ? evaluate(it.otherwise, scope) : UNKNOWN] as const)));
}

/** Statements below, save in functions of their own. */
function collect(statements: readonly Statement[], declared: Map<string, { readonly binding: Binding; readonly value: Node | undefined } | undefined>, assigned: Set<string>): void {
  for (const it of statements) {
    switch (it.kind) {
      case 'declaration':
        for (const binding of it.bindings) declared.set(binding.name, declared.has(binding.name) ? undefined : { binding, value: it.value });
        break;
      case 'expression':
        assignments(it.value, assigned);
        break;
      case 'if':
        collect(it.yes, declared, assigned);
        collect(it.no, declared, assigned);
        break;
      case 'loop':
        // What it declares is another each turn.
        collect(it.body, new Map(), assigned);
        break;
      case 'block':
        for (const body of it.bodies) collect(body, declared, assigned);
        break;
      case 'leaving':
        break;
    }
  }
}

/** `a = …`, `a.b = …`, `a.push(…)`: what is changed behind its declaration is not known. */
function assignments(node: Node, assigned: Set<string>): void {
  if (node.kind === 'assignment') {
    let target = node.target;
    while (target.kind === 'member' || target.kind === 'element') target = target.of;
    if (target.kind === 'name' && !/^(?:module|exports)$/.test(target.name)) assigned.add(target.name);
    assignments(node.value, assigned);
  } else if (node.kind === 'call' && node.callee.kind === 'member' && node.callee.of.kind === 'name' && /^(?:push|unshift|pop|shift|splice|sort|reverse)$/.test(node.callee.name)) assigned.add(node.callee.of.name);
  else if (node.kind === 'operation' || node.kind === 'choice' || node.kind === 'other') for (const it of nodesOf(node)) assignments(it, assigned);
}
