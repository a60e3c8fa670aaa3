import type { Table } from '../../schema/catalog.js';
import { fittingForeignKey, missingIndexes } from '../../schema/catalog/fitting.js';
import { keyOf } from '../identifier.js';
import type { Comparison } from '../statement/expression.js';
import type { AlterAction, Bound, Bounds, CreateTable } from '../statement/tables.js';
import { lockReferences } from './references.js';
import { buildOf, hasRows, heirs, scanOf, type Scene, type Work } from './touched.js';

type Attach = Extract<AlterAction, { readonly kind: 'attach-partition' }>;
type Detach = Extract<AlterAction, { readonly kind: 'detach-partition' }>;

export function attach(action: Attach, parent: Table | undefined, scene: Scene): void {
  const { catalog, touch } = scene;
  const child = catalog.table(action.partition);
  const proven = child !== undefined && parent !== undefined && implies(child, parent, action, scene);
  const missing = child !== undefined && parent !== undefined ? missingIndexes(child, parent) : [];
  const referring = (parent?.constraints ?? []).filter(it => it.references !== undefined);
  for (const it of [child, ...heirs(child, scene)]) {
    const own = referring.filter(key => it === undefined || fittingForeignKey(it, key) === undefined);
    const work: Work = { ...(proven ? {} : scanOf(it)), ...(missing.length > 0 ? buildOf(it) : {}), ...(own.length > 0 ? scanOf(it) : {}) };
    touch(it?.name ?? action.partition, 'AccessExclusiveLock', work);
    // One that it has already gives up its triggers on the other table.
    for (const key of referring) lockReferences((it && fittingForeignKey(it, key)) ?? { ...key, inherited: true }, scene);
    for (const key of own) touch(key.references!.table, 'ShareRowExclusiveLock', scanOf(catalog.table(key.references!.table)));
  }
  lockReferring(parent, scene);
  if (!action.isDefault) lockDefault(parent, scene, action.bounds);
}

/** Rows of the default partition may belong to one that has these `bounds` and is new. */
function lockDefault(parent: Table | undefined, scene: Scene, bounds?: Bounds): void {
  const found = parent && scene.catalog.defaultPartition(parent.name);
  if (found === undefined || parent === undefined) return;
  const scan = bounds !== undefined && !excludes(found, parent, bounds);
  for (const it of [found, ...heirs(found, scene)]) scene.touch(it.name, 'AccessExclusiveLock', scan ? scanOf(it) : {});
}

export function detach(action: Detach, parent: Table | undefined, scene: Scene): void {
  const { catalog, touch, postgres } = scene;
  const child = catalog.table(action.partition);
  const lock = postgres >= 14 ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock';
  touch(action.partition, lock);
  for (const it of heirs(child, scene)) touch(it.name, 'AccessExclusiveLock');
  // Its part of a foreign key becomes one of its own, with triggers of its own.
  for (const { references } of child?.constraints ?? []) if (references) touch(references.table, 'ShareRowExclusiveLock');
  // No row may refer to one of it, and from now on none can.
  for (const it of parent?.referencedBy ?? []) {
    touch(it, 'AccessExclusiveLock');
    touch(action.partition, 'AccessExclusiveLock');
  }
  lockDefault(parent, scene);
}

export function createPartition({ partitionOf }: CreateTable, scene: Scene): void {
  if (partitionOf === undefined) return;
  const { catalog, touch } = scene;
  const parent = catalog.table(partitionOf.parent);
  touch(partitionOf.parent, 'AccessExclusiveLock');
  if (!partitionOf.isDefault) lockDefault(parent, scene, partitionOf.bounds);
  for (const { references } of parent?.constraints ?? []) if (references) touch(references.table, 'ShareRowExclusiveLock');
  lockReferring(parent, scene);
}

/** What refers to the whole refers to a new part, too. */
function lockReferring(parent: Table | undefined, { touch, postgres }: Scene): void {
  for (const it of parent?.referencedBy ?? []) touch(it, postgres >= 15 ? 'ShareRowExclusiveLock' : 'AccessShareLock');
}

/** A partition that goes: with it the default partition's own bound changes, and with CASCADE what refers to the whole goes, too. */
export function dropPartition(table: Table, cascade: boolean, scene: Scene): void {
  if (table.partitionOf === undefined) return;
  for (const above of cascade ? scene.catalog.partitionedAbove(table) : []) {
    for (const by of above.referencedBy) {
      const keys = scene.catalog.table(by)?.constraints.filter(it => it.references && keyOf(it.references.table) === keyOf(above.name)) ?? [];
      for (const key of keys) lockReferences(key, scene);
      scene.touch(by, 'AccessExclusiveLock');
    }
  }
  scene.touch(table.partitionOf.parent, 'AccessExclusiveLock');
  const found = scene.catalog.defaultPartition(table.partitionOf.parent);
  if (found && found !== table) scene.touch(found.name, 'AccessExclusiveLock');
}

/** Whether constraints of the table prove that all its rows are within the bounds, so that nobody has to look. */
function implies(child: Table, parent: Table, { bounds, isDefault }: Attach, scene: Scene): boolean {
  if (!hasRows(child) && child.children.length === 0) return true;
  if (isDefault) return siblingsOf(parent, scene).every(it => it.partitionOf?.bounds !== undefined && excludes(child, parent, it.partitionOf.bounds));
  const [column, ...more] = parent.partitionKey?.columns ?? [];
  if (bounds === undefined || column === undefined || more.length > 0 || bounds.kind === 'hash') return false;

  const valid = child.constraints.filter(it => it.kind === 'check' && it.validated && it.expression);
  const facts = factsOf(child, column);
  const notNull = child.columns.get(column)?.notNull === true || valid.some(it => it.expression!.provesNotNull.includes(column));
  if (bounds.kind === 'list') {
    const allowed = new Set(bounds.values);
    return (notNull || allowed.has(null)) && facts.some(it => (it.operator === 'in' || it.operator === '=') && it.values.every(value => allowed.has(value)));
  }
  return notNull && isBounded(facts, bounds.from[0], ['>=', '>'], (fact, bound) => fact >= bound)
    && isBounded(facts, bounds.to[0], ['<', '<='], (fact, bound) => fact <= bound);
}

/** What validated CHECKs say of a column. */
function factsOf(table: Table, column: string): readonly Comparison[] {
  return table.constraints.filter(it => it.kind === 'check' && it.validated).flatMap(it => it.expression?.comparisons ?? []).filter(it => it.column === column);
}

/** Whether constraints prove that no row is within the bounds. */
function excludes(table: Table, parent: Table, bounds: Bounds): boolean {
  const [column, ...more] = parent.partitionKey?.columns ?? [];
  if (column === undefined || more.length > 0 || bounds.kind === 'hash') return false;
  const facts = factsOf(table, column);
  if (bounds.kind === 'list') {
    return facts.some(it => (it.operator === 'in' || it.operator === '=') && !it.values.some(value => bounds.values.includes(value)));
  }
  const [from] = bounds.from;
  const [to] = bounds.to;
  // Below where it begins, or from where it ends on.
  return (from !== undefined && from !== 'minvalue' && isBounded(facts, from, ['<', '<='], (fact, bound) => fact <= bound))
    || (to !== undefined && to !== 'maxvalue' && isBounded(facts, to, ['>=', '>'], (fact, bound) => fact >= bound));
}

function siblingsOf(parent: Table, { catalog }: Scene): readonly Table[] {
  return parent.children.map(it => catalog.table(it)).filter(it => it !== undefined);
}

function isBounded(facts: readonly Comparison[], bound: Bound | undefined, operators: readonly ['>=' | '<', '>' | '<='], holds: (fact: number, bound: number) => boolean): boolean {
  if (bound === 'minvalue' || bound === 'maxvalue') return true;
  return bound !== undefined && facts.some(({ operator, values }) => values.length > 0 && values.every(value => {
    const order = compared(value, bound.value);
    if (order === undefined) return false;
    const isOne = operator === '=' || operator === 'in';
    if (operator === operators[0] || (operator === operators[1] && operator === '>') || (isOne && operators[0] === '>=')) return holds(order, 0);
    return (operator === operators[1] || isOne) && order < 0;
  }));
}

/** Below, at or above 0; `undefined` where the order of two constants depends on a type that nobody knows here. */
function compared(a: string, b: string): number | undefined {
  if (a === b) return 0;
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b);
  return isDate(a) && isDate(b) && a.length === b.length ? (a < b ? -1 : 1) : undefined;
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?$/.test(text);
}
