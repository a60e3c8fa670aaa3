import type { Call, Hash, Node } from '../ruby/node.js';

/** The value of a keyword, however the hash is written. */
export function keyword(call: Pick<Call, 'args'>, name: string): Node | undefined {
  const last = call.args.at(-1);
  return last?.kind === 'hash' ? pairIn(last, name) : undefined;
}

export function pairIn(hash: Hash, name: string): Node | undefined {
  return hash.pairs.find(it => it.key === name)?.value;
}

/** A name of a table, column or index: a symbol or a string. `undefined` where it is computed. */
export function nameOf(node: Node | undefined): string | undefined {
  if (node?.kind === 'symbol') return node.name;
  return node?.kind === 'text' ? node.known?.text : undefined;
}

/** One name or a list of them; `undefined` where one is computed. */
export function namesOf(node: Node | undefined): readonly string[] | undefined {
  if (node?.kind !== 'array') {
    const name = nameOf(node);
    return name === undefined ? undefined : [name];
  }
  const names = node.items.map(nameOf);
  return names.every((it): it is string => it !== undefined) ? names : undefined;
}

export function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'true';
}

/** Neither there nor `false` nor `nil`. */
export function isOff(node: Node | undefined): boolean {
  return node === undefined || node.kind === 'false' || node.kind === 'nil';
}
