import type { Call, Function, Node } from './node.js';
import type { Scope } from './scope.js';

/** What an expression is worth, as far as can be told without running it. */
export type Value = Plain | Symbolic;
export type Plain = string | number | boolean | null | undefined | readonly Value[] | Record;

/** An object; not `whole` where it may have more than these. */
export interface Record {
  readonly kind: 'record';
  readonly entries: ReadonlyMap<string, Value>;
  readonly whole: boolean;
}

/** What only running could tell, by how it is written: `Sequelize.STRING(20)` is a call of a member of a name. */
export type Symbolic =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Value; readonly name: string }
  | Called
  | { readonly kind: 'function'; readonly node: Function; readonly scope: Scope }
  /** Of a text that is filled with what is not known, what it begins with. */
  | { readonly kind: 'unknown'; readonly begins?: string };

export interface Called {
  readonly kind: 'called';
  readonly callee: Value;
  readonly args: readonly Value[];
  readonly node: Call;
}

export const UNKNOWN: Symbolic = { kind: 'unknown' };

export function isRecord(value: Value): value is Record {
  return typeof value === 'object' && value !== null && !isList(value) && value.kind === 'record';
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isSymbolic(value: Value): value is Symbolic {
  return typeof value === 'object' && value !== null && !isList(value) && value.kind !== 'record';
}

export function isCalled(value: Value): value is Called {
  return isSymbolic(value) && value.kind === 'called';
}

/** The last part of what it is called: `Sequelize.STRING` is `STRING`. */
export function lastName(value: Value): string | undefined {
  return isSymbolic(value) && (value.kind === 'name' || value.kind === 'member') ? value.name : undefined;
}

/** `a.b`, of a value. */
export function memberOf(of: Value, name: string | number): Value {
  if (isRecord(of)) return of.entries.has(String(name)) ? of.entries.get(String(name)) : of.whole ? undefined : UNKNOWN;
  if (isList(of)) return name === 'length' ? of.length : typeof name === 'number' || /^\d+$/.test(name) ? of[Number(name)] : UNKNOWN;
  if (typeof of === 'string') return name === 'length' ? of.length : UNKNOWN;
  if (!isSymbolic(of)) return UNKNOWN;
  return of.kind === 'unknown' || of.kind === 'function' ? UNKNOWN : { kind: 'member', of, name: String(name) };
}

/** Whether it counts as true; `undefined` where that cannot be told. */
export function truth(value: Value): boolean | undefined {
  return isSymbolic(value) ? (value.kind === 'function' ? true : undefined) : Boolean(value);
}

/** As `JSON.stringify` writes it; `undefined` where it is not all known. */
export function jsonOf(value: Value): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return JSON.stringify(value);
  if (isList(value)) {
    const items = value.map(jsonOf);
    return items.some(it => it === undefined) ? undefined : `[${items.join(',')}]`;
  }
  if (!isRecord(value) || !value.whole) return undefined;
  const entries = [...value.entries].map(([key, it]) => [key, jsonOf(it)] as const);
  return entries.some(([, it]) => it === undefined) ? undefined : `{${entries.map(([key, it]) => `${JSON.stringify(key)}:${it!}`).join(',')}}`;
}

export function nodesOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'call': return [node.callee, ...node.args];
    case 'text': return node.pieces.flatMap(it => (it.kind === 'known' ? [] : [it]));
    case 'array': return node.items;
    case 'dictionary': return node.entries.map(it => it.value);
    case 'member': case 'spread': case 'not': return [node.of];
    case 'element': return [node.of, node.index];
    case 'assignment': return [node.value];
    case 'operation': return node.parts;
    case 'choice': return [node.test, node.yes, node.no];
    case 'other': return node.inside;
    case 'name': case 'number': case 'constant': case 'function': case 'class': return [];
  }
}
