import type { Migration } from '../../migrations/migration.js';
import { graphOf, type Graph } from '../graph.js';
import type { Ordered } from '../tool/ordered.js';

/** Revisions with their parents as Alembic resolves them: `depends_on` may name a branch. */
export interface Revisions extends Ordered {
  /** Over `down_revision` alone: what makes heads and branches. */
  readonly lineage: Graph;
  /** With `depends_on`: what must run before. */
  readonly order: Graph;
  /** Heads of branches that somebody gave a name: they are meant to stay apart. */
  readonly named: ReadonlySet<string>;
  /** The first revision that has each label for its own. */
  readonly labelled: ReadonlyMap<string, string>;
}

/** Of migrations in any order, which says where two branches begin. */
export function revisionsOf(migrations: readonly Migration[]): Revisions {
  const labelled = new Map<string, string>();
  const withLabels = migrations.filter(it => it.options?.['labels'] !== undefined);
  const labels = new Set(withLabels.map(it => it.id));
  for (const it of withLabels) for (const label of listed(it, 'labels')) if (!labelled.has(label)) labelled.set(label, it.id);
  const lineage = graphOf(migrations.map(it => [it.id, listed(it, 'down')]));
  const depend = migrations.some(it => it.options?.['depends'] !== undefined);
  const order = depend ? graphOf(migrations.map(it => [it.id, [...listed(it, 'down'), ...listed(it, 'depends').map(to => labelled.get(to) ?? to)]])) : lineage;
  return { migrations: order.sorted.map(it => migrations[it]!), lineage, order, labelled, named: new Set(labels.size === 0 ? [] : lineage.heads.filter(isNamed)) };

  /** A label holds for all that follow, and back to where the branch begins (`script/revision.py`: `_add_branches`). One that could not be read is still one. */
  function isNamed(head: string): boolean {
    for (let id = head; ; ) {
      if (labels.has(id)) return true;
      const [parent, other] = lineage.parents(id);
      if (parent === undefined || other !== undefined || lineage.children(parent).length > 1) return false;
      id = parent;
    }
  }
}

/** `down`, `depends` or `labels` of a revision, as `contents` wrote them. */
export function listed({ options }: Migration, what: 'down' | 'depends' | 'labels'): readonly string[] {
  const written = options?.[what];
  if (written === undefined || written === '') return NONE;
  return written.includes('\n') ? written.split('\n') : [written];
}

const NONE: readonly string[] = [];
