import type { NameAt, ObjectKind } from '../statement/names.js';
import type { AlterDomain, AlterOwner, AlterSequence, Comment, CreateSequence, Grant, Publication, Rename, SetSchema } from '../statement/objects.js';
import type { CreatePolicy, CreateRule, CreateTrigger } from '../statement/views.js';
import { heirs, isMissing, isThere, lockTyped, ownedSequences, rowTriggered, scanOf, type Scene } from './touched.js';

/** Kinds of object that have rows, columns or values of their own: what `pg_locks` calls a relation, indexes aside. */
const RELATIONS: ReadonlySet<ObjectKind> = new Set<ObjectKind>(['table', 'foreign-table', 'view', 'materialized-view', 'sequence']);

export function rename({ object, name, ifExists, of, from }: Rename, scene: Scene): void {
  const { catalog, touch } = scene;
  if (ifExists && isMissing(name, scene)) return;
  if (RELATIONS.has(object)) return touch(name, 'AccessExclusiveLock');
  const table = catalog.table(name);
  switch (object) {
    case 'index':
      // ALTER INDEX takes a table's name as well.
      if (catalog.relation(name) && catalog.relation(name)?.kind !== 'index') touch(name, 'AccessExclusiveLock');
      return;
    case 'constraint': {
      if (of === 'domain') return;
      touch(name, 'AccessExclusiveLock');
      const kind = table?.constraints.find(it => it.name === from)?.kind;
      if (kind === undefined || kind === 'check' || kind === 'not-null') for (const it of heirs(table, scene)) touch(it.name, 'AccessExclusiveLock');
      return;
    }
    case 'column':
      touch(name, 'AccessExclusiveLock');
      if (of === 'type') lockTyped(catalog.fullName(name), scene);
      else for (const it of heirs(table, scene)) touch(it.name, 'AccessExclusiveLock');
      return;
    case 'trigger':
      touch(name, 'AccessExclusiveLock');
      if (scene.postgres >= 15) for (const it of rowTriggered(table, from, scene)) touch(it.name, 'AccessExclusiveLock');
      return;
    case 'type':
      if (catalog.relation(name)?.kind === 'composite') touch(name, 'AccessExclusiveLock');
      return;
    case 'policy':
    case 'rule':
      return touch(name, 'AccessExclusiveLock');
    default:
      return;
  }
}

export function setSchema({ object, name, ifExists }: SetSchema, scene: Scene): void {
  const { catalog, touch } = scene;
  if (!RELATIONS.has(object) || (ifExists && isMissing(name, scene))) return;
  touch(name, 'AccessExclusiveLock');
  if (object === 'table') for (const it of ownedSequences(catalog.fullName(name), undefined, scene)) touch(it, 'AccessExclusiveLock');
}

export function comment({ object, name, on }: Comment, { touch }: Scene): void {
  if (object === 'column') return on && touch(on, 'ShareUpdateExclusiveLock');
  if (on) return touch(on, 'AccessShareLock');
  if (RELATIONS.has(object) && name) touch(name, 'ShareUpdateExclusiveLock');
}

/** From PostgreSQL 18 on a privilege's object is locked while it changes, if it was named: not by `ALL TABLES IN SCHEMA`. */
export function grant({ object, names }: Grant, { touch, postgres }: Scene): void {
  if (postgres < 18 || (object !== 'table' && object !== 'sequence')) return;
  for (const it of names) touch(it, 'AccessShareLock');
}

export function owner({ object, name }: AlterOwner, { catalog, touch }: Scene): void {
  if (name && (RELATIONS.has(object) || (object === 'type' && catalog.relation(name)?.kind === 'composite'))) touch(name, 'AccessExclusiveLock');
}

export function createTrigger({ table: name, from, forEachRow }: CreateTrigger, scene: Scene): void {
  const table = scene.catalog.table(name);
  scene.touch(name, 'ShareRowExclusiveLock');
  if (from) scene.touch(from, 'AccessShareLock');
  if (table?.partitioned && forEachRow) for (const it of heirs(table, scene)) scene.touch(it.name, 'ShareRowExclusiveLock');
}

export function policy({ table, reads }: CreatePolicy, { touch }: Scene): void {
  touch(table, 'AccessExclusiveLock');
  for (const it of reads ?? []) touch(it, 'AccessShareLock');
}

export function createRule({ table, reads, writes }: CreateRule, { touch }: Scene): void {
  touch(table, 'AccessExclusiveLock');
  for (const it of reads ?? []) touch(it, 'AccessShareLock');
  for (const it of writes ?? []) touch(it, 'RowExclusiveLock');
}

export function createSequence({ sequence, ifNotExists, ownedBy }: CreateSequence, scene: Scene): void {
  if (ownedBy && !(ifNotExists && isThere(sequence, scene))) scene.touch(ownedBy, 'AccessShareLock');
}

export function alterSequence({ sequence, ownedBy, ifExists }: AlterSequence, scene: Scene): void {
  if (ifExists && isMissing(sequence, scene)) return;
  scene.touch(sequence, 'ShareRowExclusiveLock');
  if (ownedBy) scene.touch(ownedBy, 'AccessShareLock');
}

/** What all values must satisfy from now on is looked for in every table that has a column of the domain. */
export function alterDomain({ name, action, notValid }: AlterDomain, { catalog, touch }: Scene): void {
  const checks = (action === 'add-constraint' && !notValid) || action === 'set-not-null' || action === 'validate-constraint';
  if (!checks) return;
  for (const { table } of catalog.columnsOfType(name)) touch(table.name, 'ShareLock', scanOf(table));
}

export function publication({ action, tables, name, kind }: Publication, scene: Scene): void {
  const { catalog, touch } = scene;
  const before = action === 'set' && kind === 'alter-publication' ? (catalog.publication(name)?.tables ?? []) : [];
  const all: readonly NameAt[] = [...tables, ...before];
  for (const it of all) {
    touch(it, 'ShareUpdateExclusiveLock');
    const table = catalog.table(it);
    // What inherits is published with its parent; partitions are, without being named.
    if (!table?.partitioned && !it.only) for (const heir of heirs(table, scene)) touch(heir.name, 'ShareUpdateExclusiveLock');
  }
}
