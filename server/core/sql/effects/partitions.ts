import type { Table } from '../../schema/catalog.js';
import { fittingIndex } from '../../schema/catalog/indexes.js';
import type { Bound, Comparison, CreateTable } from '../statement.js';
import type { AlterAction } from '../statement.js';
import { buildOf, hasRows, heirs, scanOf, type Scene, type Work } from './touched.js';

type Attach = Extract<AlterAction, { readonly kind: 'attach-partition' }>;
type Detach = Extract<AlterAction, { readonly kind: 'detach-partition' }>;

export function attach(action: Attach, parent: Table | undefined, scene: Scene): void {
  const { catalog, touch } = scene;
  const child = catalog.table(action.partition);
  const proven = child !== undefined && parent !== undefined && implies(child, parent, action);
  const missing = child !== undefined && (parent?.indexes ?? []).some(it => fittingIndex(child, it) === undefined);
  const referring = (parent?.constraints ?? []).filter(it => it.references !== undefined);
  for (const it of [child, ...heirs(child, scene)]) {
    const own = referring.filter(key => !it?.constraints.some(other => sameKey(other.columns, key.columns) && other.references?.table.name === key.references?.table.name));
    const work: Work = { ...(proven ? {} : scanOf(it)), ...(missing ? buildOf(it) : {}), ...(own.length > 0 ? scanOf(it) : {}) };
    touch(it?.name ?? action.partition, 'AccessExclusiveLock', work);
    for (const key of own) touch(key.references!.table, 'ShareRowExclusiveLock', scanOf(catalog.table(key.references!.table)));
  }
  if (!action.isDefault) lockDefault(parent, scene, true);
}

/** Rows of the default partition may belong to a new one. */
function lockDefault(parent: Table | undefined, scene: Scene, scan: boolean): void {
  const found = defaultOf(parent, scene);
  if (found === undefined) return;
  for (const it of [found, ...heirs(found, scene)]) scene.touch(it.name, 'AccessExclusiveLock', scan ? scanOf(it) : {});
}

function defaultOf(parent: Table | undefined, { catalog }: Scene): Table | undefined {
  return parent?.children.map(it => catalog.table(it)).find(it => it?.partitionOf?.isDefault);
}

export function detach(action: Detach, parent: Table | undefined, scene: Scene): void {
  const { touch, postgres } = scene;
  touch(action.partition, postgres >= 14 ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock');
  lockDefault(parent, scene, false);
}

export function createPartition({ partitionOf }: CreateTable, scene: Scene): void {
  if (partitionOf === undefined) return;
  const { catalog, touch } = scene;
  const parent = catalog.table(partitionOf.parent);
  touch(partitionOf.parent, 'AccessExclusiveLock');
  if (!partitionOf.isDefault) lockDefault(parent, scene, true);
  for (const { references } of parent?.constraints ?? []) if (references) touch(references.table, 'ShareRowExclusiveLock');
}

/** A partition that goes: with it the default partition's own bound changes. */
export function dropPartition(table: Table, scene: Scene): void {
  if (table.partitionOf === undefined) return;
  const parent = scene.catalog.table(table.partitionOf.parent);
  scene.touch(table.partitionOf.parent, 'AccessExclusiveLock');
  const found = defaultOf(parent, scene);
  if (found && found !== table) scene.touch(found.name, 'AccessExclusiveLock');
}

function sameKey(a: readonly string[], b: readonly string[]): boolean {
  return a.join() === b.join();
}

/** Whether constraints of the table prove that all its rows are within the bounds, so that nobody has to look. */
function implies(child: Table, parent: Table, { bounds, isDefault }: Attach): boolean {
  if (!hasRows(child) && child.children.length === 0) return true;
  const [column, ...more] = parent.partitionKey?.columns ?? [];
  if (isDefault || bounds === undefined || column === undefined || more.length > 0 || bounds.kind === 'hash') return false;

  const valid = child.constraints.filter(it => it.kind === 'check' && it.validated && it.expression);
  const facts = valid.flatMap(it => it.expression!.comparisons ?? []).filter(it => it.column === column);
  const notNull = child.columns.get(column)?.notNull === true || valid.some(it => it.expression!.provesNotNull.includes(column));
  if (bounds.kind === 'list') {
    const allowed = new Set(bounds.values);
    return (notNull || allowed.has(null)) && facts.some(it => (it.operator === 'in' || it.operator === '=') && it.values.every(value => allowed.has(value)));
  }
  return notNull && isBounded(facts, bounds.from[0], ['>=', '>'], (fact, bound) => fact >= bound)
    && isBounded(facts, bounds.to[0], ['<', '<='], (fact, bound) => fact <= bound);
}

function isBounded(facts: readonly Comparison[], bound: Bound | undefined, operators: readonly ['>=' | '<', '>' | '<='], holds: (fact: number, bound: number) => boolean): boolean {
  if (bound === 'minvalue' || bound === 'maxvalue') return true;
  return bound !== undefined && facts.some(({ operator, values: [value = ''] }) => {
    const order = compared(value, bound.value);
    if (order === undefined) return false;
    if (operator === operators[0] || (operator === operators[1] && operator === '>') || (operator === '=' && operators[0] === '>=')) return holds(order, 0);
    return (operator === operators[1] || operator === '=') && order < 0;
  });
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
