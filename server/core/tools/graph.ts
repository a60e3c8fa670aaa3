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

/** Of several nodes with one id, the last counts. The walk begins at `starts`, absent at the heads. Linear in nodes and edges, and never recursive: a chain may be long. */
export function graphOf(nodes: readonly (readonly [string, readonly string[]])[], starts?: readonly string[]): Graph {
  const above = new Map(nodes);
  const parents = new Map<string, readonly string[]>();
  const children = new Map<string, string[]>();
  for (const [id, named] of above) {
    const there = [...new Set(named)].filter(it => above.has(it));
    parents.set(id, there);
    for (const parent of there) {
      const known = children.get(parent);
      if (known) known.push(id);
      else children.set(parent, [id]);
    }
  }
  const ids = [...above.keys()];
  const heads = ids.filter(it => !children.has(it));
  const { sorted, cycles } = walk([...starts ?? heads, ...ids], it => parents.get(it) ?? []);
  return {
    ids, heads, sorted, cycles,
    parents: id => parents.get(id) ?? [],
    children: id => children.get(id) ?? [],
    missing: id => [...new Set(above.get(id))].filter(it => !above.has(it)),
    ancestors: of => reach(of, it => parents.get(it) ?? []),
    descendants: of => reach(of, it => children.get(it) ?? []),
  };

  function reach(of: readonly string[], next: (id: string) => readonly string[]): ReadonlySet<string> {
    const found = new Set(of.filter(it => above.has(it)));
    // A set gives also what is added while it is walked.
    for (const id of found) for (const other of next(id)) found.add(other);
    return found;
  }
}

/** Tarjan's walk, without recursion: components come out after all that they depend on. */
function walk(starts: readonly string[], next: (id: string) => readonly string[]): { readonly sorted: readonly string[]; readonly cycles: readonly (readonly string[])[] } {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const sorted: string[] = [];
  const cycles: string[][] = [];
  for (const start of starts) {
    if (index.has(start)) continue;
    const path: { readonly id: string; at: number }[] = [];
    enter(start, path);
    while (path.length > 0) {
      const step = path.at(-1)!;
      const to = next(step.id)[step.at++];
      if (to === undefined) {
        path.pop();
        leave(step.id, path.at(-1)?.id);
      } else if (!index.has(to)) enter(to, path);
      else if (isOpen.has(to)) low.set(step.id, Math.min(low.get(step.id)!, index.get(to)!));
    }
  }
  return { sorted, cycles };

  function enter(id: string, path: { readonly id: string; at: number }[]): void {
    index.set(id, index.size);
    low.set(id, index.get(id)!);
    open.push(id);
    isOpen.add(id);
    path.push({ id, at: 0 });
  }

  function leave(id: string, from: string | undefined): void {
    if (from !== undefined) low.set(from, Math.min(low.get(from)!, low.get(id)!));
    if (low.get(id) !== index.get(id)) return;
    const component = open.splice(open.lastIndexOf(id));
    for (const it of component) isOpen.delete(it);
    sorted.push(...component.reverse());
    if (component.length > 1 || next(id).includes(id)) cycles.push(component.sort());
  }
}
