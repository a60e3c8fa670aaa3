import type { Catalog, FullName, Relation, Table, UserFunction } from '../../schema/catalog.js';
import type { Effects, RelationEffect } from '../effects.js';
import type { Name } from '../identifier.js';
import { stronger, type Lock } from '../locks.js';

export interface Work {
  readonly rewrite?: boolean;
  readonly scan?: boolean;
  readonly indexBuild?: boolean;
  /** Whether it does so, nobody can say who does not see the database. */
  readonly feared?: boolean;
}

/** What a statement meets, and the list of what it does to it. */
export interface Scene {
  /** Before the statement. */
  readonly catalog: Catalog;
  /** Major version. */
  readonly postgres: number;
  /** Functions whose bodies it is in: one that calls itself is not followed again. */
  readonly within: readonly UserFunction[];
  /** Adds to what is already said of the relation: the strongest lock, and all the work. */
  touch(relation: Name, lock: Lock, work?: Work): void;
  effects(outsideTransactionOnly: boolean): Effects;
}

export function sceneOf(catalog: Catalog, postgres: number, within: readonly UserFunction[] = []): Scene {
  const touched = new Map<string, RelationEffect>();
  return {
    catalog,
    postgres,
    within,
    touch(name, lock, work = {}) {
      const relation = catalog.fullName(name);
      // An index is locked with its table; only the table is told.
      if (isSystem(relation, catalog) || catalog.relation(relation)?.kind === 'index') return;
      const key = `${relation.schema}.${relation.name}`;
      const before = touched.get(key);
      const { rewrite = false, scan = false, indexBuild = false } = work;
      const doubted = work.feared === true && (rewrite || scan || indexBuild);
      touched.set(key, {
        relation,
        lock: before ? stronger(before.lock, lock) : lock,
        rewrite: rewrite || before?.rewrite === true,
        scan: scan || before?.scan === true,
        indexBuild: indexBuild || before?.indexBuild === true,
        // A certain rewrite makes another doubt idle.
        ...(isDoubtful(before, work, doubted) && { feared: true }),
      });
    },
    effects(outsideTransactionOnly) {
      return { relations: [...touched.values()], outsideTransactionOnly };
    },
  };
}

function isDoubtful(before: RelationEffect | undefined, work: Work, doubted: boolean): boolean {
  const certainNow = !doubted && work.rewrite === true;
  const certainBefore = before !== undefined && !before.feared && before.rewrite;
  return (doubted || before?.feared === true) && !certainNow && !certainBefore;
}

/** The system's own catalogs are no business of a migration. */
function isSystem({ schema, name }: FullName, catalog: Catalog): boolean {
  return schema === 'pg_catalog' || schema === 'information_schema' || schema === 'pg_toast' || (name.startsWith('pg_') && catalog.relation({ schema, name }) === undefined);
}

/** Known not to be there: what `IF EXISTS` then skips. */
export function isMissing(name: Name, { catalog }: Scene): boolean {
  return catalog.complete && catalog.relation(name) === undefined;
}

/** What is there twice does nothing: `IF NOT EXISTS`. */
export function isThere(name: Name, { catalog }: Scene): boolean {
  return catalog.relation(name) !== undefined;
}

/** Its partitions and what inherits from it, theirs too, without itself. */
export function heirs(table: Table | undefined, { catalog }: Scene): readonly Table[] {
  const found = new Set<Table>();
  const add = (of: Table): void => {
    for (const name of of.children) {
      const child = catalog.table(name);
      if (child && !found.has(child)) {
        found.add(child);
        add(child);
      }
    }
  };
  if (table) add(table);
  return [...found];
}

/** Rows are in its own file, not in its partitions' alone. Unknown tables are taken to be plain ones. */
export function hasRows(table: Table | undefined): boolean {
  return table?.partitioned !== true && table?.foreign !== true;
}

/** At least one, or nobody knows. */
export function hasIndexes(relation: Relation | undefined): boolean {
  if (relation === undefined) return true;
  if (relation.kind === 'table') return relation.indexes.length > 0 || relation.created < 0;
  return relation.kind === 'materialized-view' && relation.indexes.length > 0;
}

/** Everything about its rows, as when a table is written anew. */
export function rewriteOf(table: Table | undefined, feared = false): Work {
  return hasRows(table) ? { rewrite: true, scan: true, indexBuild: hasIndexes(table), feared } : {};
}

export function scanOf(table: Table | undefined, feared = false): Work {
  return hasRows(table) ? { scan: true, feared } : {};
}

export function buildOf(table: Table | undefined): Work {
  return hasRows(table) ? { scan: true, indexBuild: true } : {};
}

/** What goes with a relation, or with one column of it: views that read it and those that read these; the tables of policies that do. */
export function dependents(name: FullName, column: string | undefined, { catalog }: Scene): readonly FullName[] {
  const found = new Map<string, FullName>();
  const reads = (of: { readonly reads: readonly FullName[] }, it: FullName): boolean => of.reads.some(read => read.name === it.name && read.schema === it.schema);
  const collect = (it: FullName, only: string | undefined): void => {
    const wanted = (columns: readonly string[] | undefined): boolean => only === undefined || columns === undefined || columns.includes(only);
    for (const relation of catalog.dependents(it)) {
      const key = `${relation.name.schema}.${relation.name.name}`;
      if (relation.kind === 'table' && relation.policies.some(policy => reads(policy, it) && wanted(policy.columns))) found.set(key, relation.name);
      const isView = relation.kind === 'view' || relation.kind === 'materialized-view';
      if (!isView || found.has(key) || !reads(relation, it) || !wanted(relation.columnsRead)) continue;
      found.set(key, relation.name);
      collect(relation.name, undefined);
    }
  };
  collect(name, column);
  return [...found.values()];
}

/** Partitions that have their part of a trigger. */
export function rowTriggered(table: Table | undefined, trigger: string | undefined, scene: Scene): readonly Table[] {
  return table?.partitioned && table.triggers.some(it => it.forEachRow && it.name === trigger) ? heirs(table, scene) : [];
}

/** Tables that are `OF` a composite type follow it. */
export function lockTyped(type: FullName, { catalog, touch }: Scene): void {
  for (const it of catalog.dependents(type)) if (it.kind === 'table' && it.ofType?.name === type.name) touch(it.name, 'AccessExclusiveLock');
}

export function ownedSequences(table: FullName, column: string | undefined, { catalog }: Scene): readonly FullName[] {
  return catalog.dependents(table).filter(it => it.kind === 'sequence' && (column === undefined || it.ownedBy?.column === column)).map(it => it.name);
}
