import { keyOf } from '../sql/identifier.js';
import type { AlterTable, ColumnDefinition, Constraint, CreateTable, NameAt, Statement } from '../sql/statement.js';
import type { Column } from '../schema/catalog.js';
import type { Context } from './rule.js';

/** The largest number that a column of the type holds, as a person writes it. */
export const LARGEST: Readonly<Record<string, string>> = { int2: '32,767', int4: '2,147,483,647' };

/** Whether Postgres numbers its rows: a sequence behind it will come to its end. */
export function isNumbered({ type, generated, default: given }: ColumnDefinition | Column): boolean {
  return type?.serial === true || generated === 'identity' || (typeof generated === 'object' && generated.as === 'identity') || given?.calls.some(it => it.name === 'nextval') === true;
}

/** The constraints that a statement writes, with the columns that they are on. */
export function constraintsOf(statement: CreateTable | AlterTable): readonly Constraint[] {
  if (statement.kind === 'create-table') return [...statement.columns.flatMap(it => it.constraints), ...statement.constraints];
  return statement.actions.flatMap(it => (it.kind === 'add-column' ? it.column.constraints : it.kind === 'add-constraint' ? [it.constraint] : []));
}

/** Its values are another column's, so its type has to be that one's. */
export function isReference(table: NameAt, column: string, { catalog, statements, position }: Context): boolean {
  const is = (it: Pick<Constraint, 'kind' | 'columns'>): boolean => it.kind === 'foreign-key' && it.columns.includes(column);
  if (catalog.table(table)?.constraints.some(is)) return true;
  const key = keyOf(catalog.fullName(table));
  const onTable = (it: Statement): it is CreateTable | AlterTable =>
    (it.kind === 'create-table' || it.kind === 'alter-table') && it.table.name === table.name && keyOf(catalog.fullName(it.table)) === key;
  for (let i = position; i < statements.length; i++) {
    const statement = statements[i]!;
    if (onTable(statement) && constraintsOf(statement).some(is)) return true;
  }
  return false;
}
