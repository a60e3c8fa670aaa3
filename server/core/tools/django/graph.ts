import type { Migration } from '../../migrations/migration.js';
import { graphOf, type Graph } from '../graph.js';
import type { Ordered } from '../tool/ordered.js';

/** Migrations as Django's loader links them on an empty database: each squash in place of what it replaces. */
export interface AppGraph extends Ordered {
  readonly graph: Graph;
  /** By the id of what was replaced. */
  readonly replacedBy: ReadonlyMap<string, string>;
  /** Migrations that nothing of their own app follows, by app. */
  readonly leaves: ReadonlyMap<string, readonly string[]>;
  readonly apps: ReadonlySet<string>;
  /** What a dependency names that neither is there nor was replaced. Apps without any migration here are somebody else's. */
  missing(id: string): readonly string[];
}

export function appGraphOf(migrations: readonly Migration[]): AppGraph {
  const sorted = migrations.every((it, i) => i === 0 || migrations[i - 1]!.id < it.id) ? migrations : [...migrations].sort(byKey);
  const apps = new Set<string>();
  const replacedBy = new Map<string, string>();
  const before = new Map<string, string[]>();
  const early: Migration[] = [];
  for (const it of sorted) {
    apps.add(appOf(it));
    for (const id of listed(it, 'replaces')) if (id !== it.id) replacedBy.set(id, it.id);
    if (it.options?.['before'] !== undefined) early.push(it);
  }
  for (const it of early) for (const later of listed(it, 'before')) before.set(standIn(later), [...before.get(standIn(later)) ?? [], it.id]);
  let ends: ReturnType<typeof endsOf> | undefined;
  let ids: ReadonlyMap<string, Migration> | undefined;

  const own = replacedBy.size === 0 ? sorted : sorted.filter(it => !replacedBy.has(it.id));
  const nodes = own.map(migration => [migration.id, parentsOf(migration)] as const);
  const leaves = leavesOf(nodes);
  const graph = graphOf(nodes, [...leaves.values()].flat().sort(compareIds));
  return {
    migrations: ordered(), graph, replacedBy, leaves, apps,
    missing: id => [...byId().get(id)?.after ?? [], ...listed(byId().get(id)!, 'before')].filter(it => !/\.__(?:first|latest)__$/.test(it) && apps.has(it.slice(0, it.indexOf('.'))) && !byId().has(it) && !replacedBy.has(it)),
  };

  function byId(): ReadonlyMap<string, Migration> {
    return ids ??= new Map(sorted.map(it => [it.id, it]));
  }

  function parentsOf(migration: Migration): readonly string[] {
    // Most depend on one, and nothing else speaks of them.
    const [only, ...more] = migration.after ?? [];
    if (only !== undefined && more.length === 0 && replacedBy.size + before.size === 0) {
      const parent = named(only, appOf(migration));
      return parent === migration.id ? [] : [parent];
    }
    const whole = new Set([migration.id, ...listed(migration, 'replaces')]);
    const parents = new Set<string>();
    for (const id of whole) {
      for (const it of [...byId().get(id)?.after ?? [], ...before.get(id) ?? []]) {
        const parent = named(it, appOf(migration));
        if (!whole.has(parent) && standIn(parent) !== migration.id) parents.add(standIn(parent));
      }
    }
    // Django's stack takes the last of the sorted parents first.
    return [...parents].sort(compareIds).reverse();
  }

  /** What a squash replaces stands before it; for an empty database the squash begins anew. */
  function ordered(): readonly Migration[] {
    if (replacedBy.size === 0) return graph.sorted.map(it => own[it]!);
    const replaced = new Map<string, Migration[]>();
    for (const [id, squash] of replacedBy) {
      const it = byId().get(id);
      if (it) replaced.set(squash, [...replaced.get(squash) ?? [], it]);
    }
    const all: Migration[] = [];
    for (const it of graph.sorted) place(own[it]!, 0);
    return all;

    function place(migration: Migration, depth: number): void {
      const those = replaced.get(migration.id);
      if (those && depth < 20) for (const it of those) place(it, depth + 1);
      all.push(those ? { ...migration, kind: 'baseline' } : migration);
    }
  }

  /** A squash may be replaced itself. */
  function standIn(id: string): string {
    let it = id;
    for (let steps = 0; steps < 20 && replacedBy.has(it); steps++) it = replacedBy.get(it)!;
    return it;
  }

  function named(id: string, own: string): string {
    const [, app, which] = id.endsWith('__') ? /^(.*)\.__(first|latest)__$/.exec(id) ?? [] : [];
    if (app === undefined) return id;
    // Of the own app it says nothing.
    return app === own ? '' : (ends ??= endsOf(sorted)).get(app)?.[which as 'first' | 'latest'] ?? '';
  }
}

export function appOf({ options }: Migration): string {
  return options?.['app'] ?? '';
}

/** `replaces` and `before`, as `contents` wrote them. */
export function listed({ options }: Migration, what: 'replaces' | 'before'): readonly string[] {
  const written = options?.[what];
  return written === undefined || written === '' ? NONE : written.split('\n');
}

const NONE: readonly string[] = [];

/** As Python compares the tuples of app and name: the dot between them is before every character of a label. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byKey(a: Migration, b: Migration): number {
  return compareIds(a.id, b.id);
}

/** The first and the last migration of each app, of all in their order: for `__first__` and `__latest__`. */
function endsOf(migrations: readonly Migration[]): ReadonlyMap<string, { readonly first?: string; readonly latest?: string }> {
  const ends = new Map<string, { first?: string; latest?: string }>();
  const followed = new Set(migrations.flatMap(it => (it.after ?? []).filter(id => id.startsWith(`${appOf(it)}.`))));
  for (const it of migrations) {
    const app = appOf(it);
    const known = ends.get(app) ?? {};
    const isFirst = known.first === undefined && !(it.after ?? []).some(id => id.startsWith(`${app}.`));
    ends.set(app, { ...known, ...(isFirst && { first: it.id }), ...(!followed.has(it.id) && { latest: it.id }) });
  }
  return ends;
}

function leavesOf(nodes: readonly (readonly [string, readonly string[]])[]): ReadonlyMap<string, readonly string[]> {
  const followed = new Set<string>();
  let own = '.';
  for (const [id, parents] of nodes) {
    // Those of one app stand together.
    if (!id.startsWith(own)) own = id.slice(0, id.indexOf('.') + 1);
    for (const it of parents) if (it.startsWith(own)) followed.add(it);
  }
  const leaves = new Map<string, string[]>();
  for (const [id] of nodes) {
    if (followed.has(id)) continue;
    const app = id.slice(0, id.indexOf('.'));
    const known = leaves.get(app);
    if (known) known.push(id);
    else leaves.set(app, [id]);
  }
  return leaves;
}
