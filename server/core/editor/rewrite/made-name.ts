import type { Name } from '../../sql/identifier.js';
import type { Constraint } from '../../sql/statement/definitions.js';
import type { CreateIndex } from '../../sql/statement/indexes.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import type { Site } from './rewrite.js';

/** The name that Postgres would make for a constraint that has none, so that a sequence of steps ends with the same. */
export function constraintName(constraint: Constraint, statement: AlterTable, { catalog }: Site): string | undefined {
  if (constraint.name !== undefined) return constraint.name;
  const before = new Set(catalog.table(statement.table)?.constraints.map(it => it.name));
  const after = catalog.after({ ...statement, actions: statement.actions.filter(it => contains(it, constraint)) }).table(statement.table);
  return after?.constraints.find(it => it.kind === constraint.kind && !before.has(it.name))?.name;
}

/** The same for an index. */
export function indexName(statement: CreateIndex, { catalog }: Site): string | undefined {
  if (statement.name !== undefined) return statement.name.name;
  const indexes = (at: typeof catalog) => at.table(statement.table)?.indexes.map(it => it.name.name) ?? [];
  const before = new Set(indexes(catalog));
  return indexes(catalog.after(statement)).find(it => !before.has(it));
}

/** A name as the session needs it: with its schema only where that is not the first in the search path. */
export function spoken({ schema, name }: Name, { catalog }: Site): Name {
  return schema === undefined || catalog.fullName({ name: '\0' }).schema === schema ? { name } : { schema, name };
}

function contains(action: AlterTable['actions'][number], constraint: Constraint): boolean {
  return (action.kind === 'add-constraint' && action.constraint === constraint) || (action.kind === 'add-column' && action.column.constraints.includes(constraint));
}
