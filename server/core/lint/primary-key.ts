import type { Catalog, FullName, Table } from '../schema/catalog.js';
import type { Constraint } from '../sql/statement/definitions.js';
import type { CreateTable } from '../sql/statement/tables.js';
import type { Context } from './rule.js';

/** The table that the statement makes, if it could have a primary key of its own, and has none so far as anybody can see. */
export function mayGetKey(statement: CreateTable, { catalog }: Context): Table | undefined {
  const { persistence, foreign, partitionOf, inherits, ofType, like, table, ifNotExists } = statement;
  if (persistence === 'temporary' || foreign || partitionOf || inherits.length > 0 || ofType || (ifNotExists && catalog.relation(table))) return undefined;
  if (like.some(it => it.including.includes('indexes') && catalog.table(it)?.partial !== false)) return undefined;
  const made = catalog.after(statement).table(table);
  return made?.name.schema === 'pg_temp' || made?.constraints.some(it => it.kind === 'primary-key') ? undefined : made;
}

/** A unique constraint over columns that are never null: a primary key but for the name. */
export function identifiedBy({ columns, constraints }: CreateTable, table: Table): Constraint | undefined {
  const all = [...columns.flatMap(it => it.constraints), ...constraints];
  return all.find(it => it.kind === 'unique' && !it.deferrable && it.columns.length > 0 && it.columns.every(column => table.columns.get(column)?.notNull));
}

/** It is gone, or a partition by now, or has got a primary key, or a unique index over columns that are never null. */
export function isIdentified(later: Catalog, name: FullName): boolean {
  const table = later.table(name);
  if (table === undefined || table.partitionOf || table.constraints.some(it => it.kind === 'primary-key')) return true;
  return table.indexes.some(it => it.unique && it.where === undefined && it.columns.length > 0 && it.columns.every(key => key !== undefined && table.columns.get(key)?.notNull));
}
