import type { CreateIndex } from '../statement/indexes.js';
import type { CreateTable, CreateTableAs } from '../statement/tables.js';
import type { CreateView } from '../statement/views.js';
import { keyOf } from '../identifier.js';
import { lockReferenced } from './constraints.js';
import { createPartition } from './partitions.js';
import { fittingIndex } from '../../schema/catalog/fitting.js';
import { reading } from './data.js';
import { buildOf, heirs, isThere, type Scene } from './touched.js';

export function createTable(statement: CreateTable, scene: Scene): void {
  const { touch } = scene;
  if (statement.ifNotExists && isThere(statement.table, scene)) return;
  for (const it of statement.like) touch(it, 'AccessShareLock');
  if (statement.ofType) touch(statement.ofType, 'AccessShareLock');
  for (const it of statement.inherits) touch(it, 'ShareUpdateExclusiveLock');
  createPartition(statement, scene);
  for (const it of [...statement.constraints, ...statement.columns.flatMap(column => column.constraints)]) {
    if (it.references && keyOf(it.references.table) !== keyOf(statement.table)) lockReferenced(it, undefined, scene, false);
  }
}

export function createTableAs(statement: CreateTableAs, scene: Scene): void {
  // The query is understood before it turns out that there is nothing to do.
  const runs = statement.withData && !(statement.ifNotExists && isThere(statement.table, scene));
  if (runs) reading(statement.reads, statement.readsAll !== false, scene);
  else for (const it of statement.reads) scene.touch(it, 'AccessShareLock');
}

/** The views that a view reads are not looked into before somebody asks. */
export function createView({ view, orReplace, temporary, reads }: CreateView, { touch, catalog }: Scene): void {
  for (const it of reads) touch(it, 'AccessShareLock');
  if (orReplace && !temporary && catalog.relation(view)) touch(view, 'AccessExclusiveLock');
}

export function createIndex(statement: CreateIndex, scene: Scene): void {
  const { catalog, touch } = scene;
  const lock = statement.concurrently ? 'ShareUpdateExclusiveLock' : 'ShareLock';
  const table = catalog.table(statement.table);
  const { schema } = catalog.fullName(statement.table);
  if (statement.ifNotExists && statement.name && catalog.index({ schema, name: statement.name.name })) return touch(statement.table, lock);

  touch(statement.table, lock, buildOf(table));
  if (statement.only || !table?.partitioned) return;
  for (const it of heirs(table, scene)) {
    const fits = fittingIndex(it, table, statement) !== undefined;
    touch(it.name, lock, fits ? {} : buildOf(it));
  }
}
