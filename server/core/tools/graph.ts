/** Nodes by id, each with those that must come before it. Ids that have no node are in `missing` and in nothing else. */
export interface Graph {
  /** In the order in which they were given. */
  readonly ids: readonly string[];
  parents(id: string): readonly string[];
  children(id: string): readonly string[];
  /** What a node names and is not there. */
  missing(id: string): readonly string[];
  /** Nothing follows them. */
  readonly heads: readonly string[];
  /** Each after all its parents, branch by branch; those of a cycle wherever the walk met them. */
  readonly sorted: readonly string[];
  /** Each set of nodes that come before themselves, sorted. */
  readonly cycles: readonly (readonly string[])[];
  /** With the given ones. */
  ancestors(of: readonly string[]): ReadonlySet<string>;
  descendants(of: readonly string[]): ReadonlySet<string>;
}

interface Node {
  readonly id: string;
  named: readonly string[];
  parents: readonly Node[];
  children: readonly Node[];
  missing: readonly string[];
}

/** Of several nodes with one id, the last counts. The walk begins at `starts`, absent at the heads. Linear in nodes and edges, and never recursive: a chain may be long. */
export function graphOf(nodes: readonly (readonly [string, readonly string[]])[], starts?: readonly string[]): Graph {
  const known = new Map<string, Node>();
  for (const [id, named] of nodes) {
    const node = known.get(id);
    if (node) node.named = named;
    else known.set(id, { id, named, parents: NONE, children: NONE, missing: NONE });
  }
  const all = [...known.values()];
  for (const node of all) link(node, known);
  const heads = all.filter(it => it.children.length === 0);
  let walked: Walked | undefined;
  return {
    ids: all.map(it => it.id),
    heads: heads.map(it => it.id),
    get sorted() { return walk().sorted; },
    get cycles() { return walk().cycles; },
    parents: id => known.get(id)?.parents.map(it => it.id) ?? NONE,
    children: id => known.get(id)?.children.map(it => it.id) ?? NONE,
    missing: id => known.get(id)?.missing ?? NONE,
    ancestors: of => reach(of, it => it.parents),
    descendants: of => reach(of, it => it.children),
  };

  function walk(): Walked {
    return walked ??= walkedFrom([...starts?.flatMap(it => known.get(it) ?? []) ?? heads, ...all]);
  }

  function reach(of: readonly string[], next: (node: Node) => readonly Node[]): ReadonlySet<string> {
    const found = new Set(of.flatMap(it => known.get(it) ?? []));
    // A set gives also what is added while it is walked.
    for (const node of found) for (const other of next(node)) found.add(other);
    return new Set([...found].map(it => it.id));
  }
}

const NONE: readonly never[] = [];

function link(node: Node, known: ReadonlyMap<string, Node>): void {
  const parents: Node[] = [];
  const missing: string[] = [];
  for (const name of node.named.length > 1 ? new Set(node.named) : node.named) {
    const parent = known.get(name);
    if (!parent) missing.push(name);
    else {
      parents.push(parent);
      // Most have one child; a list that may grow is made for the others only.
      if (parent.children.length === 0) parent.children = [node];
      else (parent.children as Node[]).push(node);
    }
  }
  node.parents = parents;
  if (missing.length > 0) node.missing = missing;
}

type Walked = Pick<Graph, 'sorted' | 'cycles'>;

/** A node on the walk: when it was met, and the earliest that it leads back to. */
interface Visit {
  readonly node: Node;
  readonly index: number;
  low: number;
  /** Which of its parents comes next. */
  at: number;
  isOpen: boolean;
}

/** Tarjan's walk, without recursion: components come out after all that they depend on. */
function walkedFrom(starts: readonly Node[]): Walked {
  const visits = new Map<Node, Visit>();
  const open: Visit[] = [];
  const path: Visit[] = [];
  const sorted: string[] = [];
  const cycles: string[][] = [];
  for (const start of starts) {
    if (visits.has(start)) continue;
    enter(start);
    while (path.length > 0) {
      const step = path.at(-1)!;
      const to = step.node.parents[step.at++];
      if (to === undefined) {
        path.pop();
        leave(step, path.at(-1));
        continue;
      }
      const seen = visits.get(to);
      if (!seen) enter(to);
      else if (seen.isOpen) step.low = Math.min(step.low, seen.index);
    }
  }
  return { sorted, cycles };

  function enter(node: Node): void {
    const visit: Visit = { node, index: visits.size, low: visits.size, at: 0, isOpen: true };
    visits.set(node, visit);
    open.push(visit);
    path.push(visit);
  }

  function leave(visit: Visit, from: Visit | undefined): void {
    if (from) from.low = Math.min(from.low, visit.low);
    if (visit.low !== visit.index) return;
    const component: string[] = [];
    for (let last = open.pop(); last; last = last === visit ? undefined : open.pop()) {
      last.isOpen = false;
      component.push(last.node.id);
    }
    for (const id of component) sorted.push(id);
    if (component.length > 1 || visit.node.parents.includes(visit.node)) cycles.push(component.sort());
  }
}
