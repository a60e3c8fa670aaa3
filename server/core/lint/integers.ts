import { keyOf } from '../sql/identifier.js';
import type { Statement } from '../sql/statement.js';
import type { ColumnDefinition, Constraint } from '../sql/statement/definitions.js';
import type { NameAt } from '../sql/statement/names.js';
import type { AlterTable, CreateTable } from '../sql/statement/tables.js';
import { emptyCatalog } from '../schema/catalog.js';
import type { Catalog, Column } from '../schema/catalog.js';
import type { Span } from '../text/span.js';
import { constraintsIn } from './constraints.js';
import { anyFrom, placesBy } from './neighbours.js';
import type { Places } from './neighbours.js';
import type { Context } from './rule.js';

/** The largest number that a column of the type holds, as a person writes it. */
export const LARGEST: Readonly<Record<string, string>> = { int2: '32,767', int4: '2,147,483,647' };

/** Whether Postgres numbers its rows: a sequence behind it will come to its end. */
export function isNumbered({ type, generated, default: given }: ColumnDefinition | Column): boolean {
  return type?.serial === true || generated === 'identity' || (typeof generated === 'object' && generated.as === 'identity') || given?.calls.some(it => it.name === 'nextval') === true;
}

/** The columns that a statement makes the primary key of their own, with where it says so. */
export function keysIn(statement: CreateTable | AlterTable, catalog: Catalog): ReadonlyMap<string, Span> {
  const keys = constraintsIn(statement, catalog).filter(({ constraint }) => constraint.kind === 'primary-key' && constraint.columns.length === 1);
  return new Map(keys.map(({ constraint, span }) => [constraint.columns[0]!, span]));
}

/** Its values are another column's, so its type has to be that one's. */
export function isReference(table: NameAt, column: string, context: Context): boolean {
  const { catalog, position, ofAll } = context;
  const is = (it: Pick<Constraint, 'kind' | 'columns'>): boolean => it.kind === 'foreign-key' && it.columns.includes(column);
  if (catalog.table(table)?.constraints.some(is)) return true;
  const key = keyOf(catalog.fullName(table));
  return anyFrom(position, ofAll(references).get(referenceKey(table, column)), context, it =>
    (it.kind === 'create-table' || it.kind === 'alter-table') && keyOf(catalog.fullName(it.table)) === key && constraintsIn(it, catalog).some(made => is(made.constraint)));
}

/** Statements that make foreign keys, by their tables and columns. */
function references(statements: readonly Statement[]): Places {
  const nothing = emptyCatalog();
  return placesBy(statements, it => {
    if (it.kind !== 'create-table' && it.kind !== 'alter-table') return [];
    // Where nothing is, `IF NOT EXISTS` skips nothing.
    const columns = constraintsIn(it, nothing).flatMap(({ constraint }) => constraint.kind === 'foreign-key' ? constraint.columns : []);
    return [...new Set(columns)].map(column => referenceKey(it.table, column));
  });
}

/** The table without its schema, which depends on the time. */
function referenceKey({ name }: NameAt, column: string): string {
  return JSON.stringify([name, column]);
}
