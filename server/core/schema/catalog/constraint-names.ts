import type { PersistentMap } from '../persistent-map.js';
import type { Column, FullName, Relation, Table, Type } from '../relations.js';
import { freeName, madeName } from './made-names.js';

/**
 * How many constraints of a schema have a name, by `schema.name`. Two tables may each have one of the same name, but Postgres makes none that is there,
 * be it another table's or a domain's: `ChooseConstraintName` in `src/backend/catalog/pg_constraint.c`.
 */
export type ConstraintNames = PersistentMap<number>;

/** After one thing of a schema has become another of the same name, has come or has gone. */
export function recounted(names: ConstraintNames, before: Relation | Type | undefined, after: Relation | Type | undefined): ConstraintNames {
  let next = names;
  for (const it of namesOnlyIn(before, after)) next = counted(next, { schema: before!.name.schema, name: it }, -1);
  for (const it of namesOnlyIn(after, before)) next = counted(next, { schema: after!.name.schema, name: it }, 1);
  return next;
}

export function isTaken(names: ConstraintNames, { schema, name }: FullName): boolean {
  return names.get(`${schema}.${name}`) !== undefined;
}

/** Columns that were not NOT NULL in `before`, and whose constraint would be named as one that is there, have it numbered. */
export function withFreeNotNullNames(names: ConstraintNames, before: Relation | undefined, table: Table): Table {
  const known = before?.kind === 'table' ? before.columns : undefined;
  if (known === table.columns) return table;
  const { schema } = table.name;
  let columns: Map<string, Column> | undefined;
  for (const [key, column] of table.columns) {
    if (!column.notNull || column.notNullName !== undefined || known?.get(key)?.notNull) continue;
    const taken = (name: string): boolean => isTaken(names, { schema, name });
    if (taken(madeName(table.name.name, column.name, 'not_null'))) (columns ??= new Map(table.columns)).set(key, { ...column, notNullName: freeName(table.name.name, column.name, 'not_null', taken) });
  }
  return columns ? { ...table, columns } : table;
}

function counted(names: ConstraintNames, { schema, name }: FullName, change: number): ConstraintNames {
  const key = `${schema}.${name}`;
  const count = (names.get(key) ?? 0) + change;
  return count > 0 ? names.with(key, count) : names.without(key);
}

function* namesOnlyIn(one: Relation | Type | undefined, other: Relation | Type | undefined): Iterable<string> {
  if (one?.kind === 'domain') for (const it of one.constraints) if (it !== 'not-null') yield it;
  if (one?.kind !== 'table') return;
  const known = other?.kind === 'table' ? other : undefined;
  // A NOT NULL that is valid has its name from its column.
  for (const it of onlyIn(one.constraints, known?.constraints ?? [])) if (it.kind !== 'not-null' || !it.validated) yield it.name;
  for (const it of onlyIn(one.triggers, known?.triggers ?? [])) if (it.constraint) yield it.name;
  if (one.columns === known?.columns) return;
  for (const it of one.columns.values()) if (it.notNull && known?.columns.get(it.name) !== it) yield it.notNullName ?? madeName(one.name.name, it.name, 'not_null');
}

/** Lists are long, and differ at one end or in one place. */
function* onlyIn<T>(all: readonly T[], others: readonly T[]): Iterable<T> {
  if (all === others) return;
  let from = 0;
  while (from < all.length && all[from] === others[from]) from++;
  let cut = 0;
  while (cut < Math.min(all.length, others.length) - from && all.at(-1 - cut) === others.at(-1 - cut)) cut++;
  const rest = new Set(others.slice(from, others.length - cut));
  for (const it of all.slice(from, all.length - cut)) if (!rest.has(it)) yield it;
}
