import type { Relation } from '../../schema/catalog.js';
import type { LockTable, Truncate, Vacuum } from '../statement/data.js';
import type { Cluster, Reindex } from '../statement/indexes.js';
import type { NameAt } from '../statement/names.js';
import type { Refresh } from '../statement/views.js';
import { reading } from './data.js';
import { buildOf, hasIndexes, hasRows, heirs, ownedSequences, rewriteOf, type Scene } from './touched.js';

export function reindex({ of, name, concurrently }: Reindex, scene: Scene): void {
  const { catalog, touch } = scene;
  const lock = concurrently ? 'ShareUpdateExclusiveLock' : 'ShareLock';
  const rebuild = (relation: Relation | undefined): void => {
    if (relation?.kind === 'table' || relation?.kind === 'materialized-view') {
      const work = hasIndexes(relation) && (relation.kind !== 'table' || hasRows(relation)) ? { scan: true, indexBuild: true } : {};
      touch(relation.name, lock, work);
    }
  };
  switch (of) {
    case 'index': {
      const index = name && catalog.index(name);
      if (index === undefined) return;
      const table = catalog.table(index.table);
      touch(index.table, lock, buildOf(table));
      if (table?.partitioned) for (const it of heirs(table, scene)) touch(it.name, lock, buildOf(it));
      return;
    }
    case 'table': {
      if (name === undefined) return;
      const relation = catalog.relation(name);
      if (relation === undefined) return touch(name, lock, { scan: true, indexBuild: true });
      rebuild(relation);
      if (relation.kind === 'table' && relation.partitioned) heirs(relation, scene).forEach(rebuild);
      return;
    }
    case 'schema':
      for (const it of catalog.relations()) if (it.name.schema === name?.name) rebuild(it);
      return;
    case 'database':
      for (const it of catalog.relations()) rebuild(it);
      return;
    case 'system':
      return;
  }
}

export function refresh({ view: name, concurrently, withData }: Refresh, scene: Scene): void {
  const { catalog, touch } = scene;
  const view = catalog.view(name);
  if (concurrently) touch(name, 'ExclusiveLock', { scan: true });
  else touch(name, 'AccessExclusiveLock', { rewrite: true, scan: hasIndexes(view), indexBuild: hasIndexes(view) });
  if (view === undefined) return;
  if (withData) reading(view.reads, view.readsAll, scene);
}

export function truncate({ tables, cascade, restartIdentity }: Truncate, scene: Scene): void {
  const { catalog, touch } = scene;
  const done = new Set<string>();
  const empty = (name: Parameters<typeof catalog.table>[0], only: boolean): void => {
    const full = catalog.fullName(name);
    const key = `${full.schema}.${full.name}`;
    if (done.has(key)) return;
    done.add(key);
    const table = catalog.table(name);
    // Indexes are built again, over the new and empty file.
    const built = hasRows(table) && hasIndexes(table);
    touch(full, 'AccessExclusiveLock', built ? { scan: true, indexBuild: true } : {});
    if (restartIdentity) for (const it of ownedSequences(full, undefined, scene)) touch(it, 'AccessExclusiveLock');
    if (!only) for (const it of table?.children ?? []) empty(it, false);
    if (cascade) for (const it of table?.referencedBy ?? []) empty(it, false);
  };
  for (const it of tables) empty(it, it.only === true);
}

export function lockTable({ tables, mode }: LockTable, scene: Scene): void {
  const { catalog, touch } = scene;
  const lock = (it: NameAt): void => {
    touch(it, mode);
    if (!it.only) for (const heir of heirs(catalog.table(it), scene)) touch(heir.name, mode);
    const view = catalog.view(it);
    if (view?.kind === 'view' && scene.postgres >= 11) view.reads.forEach(lock);
  };
  tables.forEach(lock);
}

export function vacuum({ kind, tables, full }: Vacuum, scene: Scene): void {
  const { catalog, touch } = scene;
  const lock = kind === 'vacuum' && full ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock';
  const all = tables.length > 0 ? tables : [...catalog.relations()].filter(it => it.kind === 'table' || it.kind === 'materialized-view').map(it => it.name);
  for (const it of all) {
    const table = catalog.table(it);
    // To know a table's statistics with those of what inherits from it is to read both.
    const below = table?.partitioned || kind === 'analyze' ? heirs(table, scene) : [];
    touch(it, lock, full && kind === 'vacuum' ? rewriteOf(table) : {});
    for (const part of below) touch(part.name, table?.partitioned || scene.postgres >= 18 ? lock : 'AccessShareLock', full && kind === 'vacuum' ? rewriteOf(part) : {});
  }
}

export function cluster({ table: name }: Cluster, scene: Scene): void {
  if (name === undefined) return;
  const table = scene.catalog.table(name);
  scene.touch(name, 'AccessExclusiveLock', rewriteOf(table));
  if (table?.partitioned) for (const it of heirs(table, scene)) scene.touch(it.name, 'AccessExclusiveLock', rewriteOf(it));
}
