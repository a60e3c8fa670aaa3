/** Nodes by id, each with those that must come before it. Ids that have no node are in `missing` and in nothing else. */
export interface Graph {
  /** In the order in which they were given. */
  readonly ids: readonly string[];
  parents(id: string): readonly string[];
  children(id: string): readonly string[];
  /** What a node names and is not there. */
  missing(id: string): readonly string[];
  /** Nodes that name what is not there. */
  readonly incomplete: readonly string[];
  /** Nothing follows them. */
  readonly heads: readonly string[];
  /** Each after all its parents, branch by branch, as its place in `ids`; those of a cycle wherever the walk met them. */
  readonly sorted: readonly number[];
  /** Each set of nodes that come before themselves, sorted. */
  readonly cycles: readonly (readonly string[])[];
  /** With the given ones. */
  ancestors(of: readonly string[]): ReadonlySet<string>;
  descendants(of: readonly string[]): ReadonlySet<string>;
}

/** Of several nodes with one id, the last counts. The walk begins at `starts`, absent at the heads. Linear in nodes and edges, and never recursive: a chain may be long. */
export function graphOf(nodes: readonly (readonly [string, readonly string[]])[], starts?: readonly string[]): Graph {
  const places = new Map<string, number>();
  const ids: string[] = [];
  const named: (readonly string[])[] = [];
  for (const [id, names] of nodes) {
    const known = places.get(id);
    named[known ?? ids.length] = names;
    if (known === undefined) places.set(id, ids.push(id) - 1);
  }
  const { up, down, missing } = linksOf(named, places);
  const heads: number[] = [];
  for (let node = 0; node < ids.length; node++) if (down.from[node] === down.from[node + 1]) heads.push(node);
  let walked: Walked | undefined;
  return {
    ids,
    heads: heads.map(it => ids[it]!),
    get sorted() { return walk().sorted; },
    get cycles() { return walk().cycles; },
    parents: id => linked(up, id),
    children: id => linked(down, id),
    missing: id => missing.get(places.get(id) ?? -1) ?? NONE,
    incomplete: [...missing.keys()].map(it => ids[it]!),
    ancestors: of => reach(of, up),
    descendants: of => reach(of, down),
  };

  function walk(): Walked {
    return walked ??= walkedFrom(starts?.flatMap(it => places.get(it) ?? []) ?? heads, ids, up);
  }

  function linked({ from, to }: Links, id: string): readonly string[] {
    const found: string[] = [];
    const node = places.get(id);
    if (node !== undefined) for (let at = from[node]!; at < from[node + 1]!; at++) found.push(ids[to[at]!]!);
    return found;
  }

  function reach(of: readonly string[], { from, to }: Links): ReadonlySet<string> {
    const found = new Set(of.flatMap(it => places.get(it) ?? []));
    // A set gives also what is added while it is walked.
    for (const node of found) for (let at = from[node]!; at < from[node + 1]!; at++) found.add(to[at]!);
    return new Set(Array.from(found, it => ids[it]!));
  }
}

const NONE: readonly never[] = [];

/** Nodes by their places in the list: those that `node` leads to stand in `to`, from `from[node]` to `from[node + 1]`. */
interface Links {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Numbers in one piece of memory: ten thousand nodes are linked anew with each file that comes or goes. */
function linksOf(named: readonly (readonly string[])[], places: ReadonlyMap<string, number>): { readonly up: Links; readonly down: Links; readonly missing: ReadonlyMap<number, readonly string[]> } {
  const missing = new Map<number, string[]>();
  const parents: number[] = [];
  const up = new Int32Array(named.length + 1);
  const down = new Int32Array(named.length + 1);
  named.forEach((names, node) => {
    for (const name of names.length > 1 ? new Set(names) : names) {
      const parent = places.get(name);
      if (parent === undefined) missing.set(node, [...missing.get(node) ?? NONE, name]);
      else {
        parents.push(parent);
        down[parent + 1]!++;
      }
    }
    up[node + 1] = parents.length;
  });
  for (let node = 0; node < named.length; node++) down[node + 1]! += down[node]!;
  const children = new Int32Array(parents.length);
  const filled = down.slice();
  for (let node = 0; node < named.length; node++) for (let at = up[node]!; at < up[node + 1]!; at++) children[filled[parents[at]!]!++] = node;
  return { up: { from: up, to: Int32Array.from(parents) }, down: { from: down, to: children }, missing };
}

type Walked = Pick<Graph, 'sorted' | 'cycles'>;

/** Tarjan's walk, without recursion: components come out after all that they depend on. */
function walkedFrom(starts: readonly number[], ids: readonly string[], { from, to }: Links): Walked {
  /** When each was met, counted from 1; the earliest that it leads back to; which of its parents comes next. */
  const [met, low, next] = [new Int32Array(ids.length), new Int32Array(ids.length), from.slice()];
  const isOpen = new Uint8Array(ids.length);
  const open: number[] = [];
  const path: number[] = [];
  const sorted: number[] = [];
  const cycles: string[][] = [];
  let count = 0;
  for (const start of starts) follow(start);
  for (let node = 0; node < ids.length; node++) follow(node);
  return { sorted, cycles };

  function follow(start: number): void {
    if (met[start]! > 0) return;
    enter(start);
    while (path.length > 0) {
      const node = path.at(-1)!;
      if (next[node]! === from[node + 1]!) {
        path.pop();
        leave(node, path.at(-1));
        continue;
      }
      const parent = to[next[node]!++]!;
      if (met[parent] === 0) enter(parent);
      else if (isOpen[parent] === 1) low[node] = Math.min(low[node]!, met[parent]!);
    }
  }

  function enter(node: number): void {
    met[node] = low[node] = ++count;
    isOpen[node] = 1;
    open.push(node);
    path.push(node);
  }

  function leave(node: number, before: number | undefined): void {
    if (before !== undefined) low[before] = Math.min(low[before]!, low[node]!);
    if (low[node] !== met[node]) return;
    const component: string[] = [];
    for (let last = open.pop(); last !== undefined; last = last === node ? undefined : open.pop()) {
      isOpen[last] = 0;
      component.push(ids[last]!);
      sorted.push(last);
    }
    if (component.length > 1 || isOwnParent(node)) cycles.push(component.sort());
  }

  function isOwnParent(node: number): boolean {
    for (let at = from[node]!; at < from[node + 1]!; at++) if (to[at] === node) return true;
    return false;
  }
}
