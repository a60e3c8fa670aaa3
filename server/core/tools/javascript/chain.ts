import type { Call, Node } from './node.js';

/** One of several calls that follow each other: `.notNull()` of `t.string('a').notNull()`. */
export interface Link {
  readonly name: string;
  readonly call: Call;
}

/** What a chain of calls begins with, and the calls in their order. */
export function chainOf(call: Call): { readonly root: Node; readonly links: readonly Link[] } {
  const links: Link[] = [];
  let node: Node = call;
  while (node.kind === 'call' && node.callee.kind === 'member' && !node.makes) {
    links.push({ name: node.callee.name, call: node });
    node = node.callee.of;
  }
  return { root: node, links: links.reverse() };
}
