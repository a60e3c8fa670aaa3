import type { Catalog, Column, Table } from '../schema/catalog.js';
import type { ColumnDefinition, Constraint } from '../sql/statement/definitions.js';
import type { AlterAction, AlterTable, CreateTable } from '../sql/statement/tables.js';
import type { Span } from '../text/span.js';

/** A constraint that a statement makes. */
export interface NewConstraint {
  readonly constraint: Constraint;
  readonly span: Span;
  /** The column on which it is written, if it is. */
  readonly column?: ColumnDefinition;
  /** Of ALTER TABLE. */
  readonly action?: AlterAction;
}

/** The actions of ALTER TABLE that make one. */
export const CONSTRAINING: readonly AlterAction['kind'][] = ['add-column', 'add-constraint'];

/** In the order of the text. What `IF NOT EXISTS` skips is not made. */
export function constraintsIn(statement: CreateTable | AlterTable, catalog: Catalog): readonly NewConstraint[] {
  if (statement.kind === 'create-table') {
    if (statement.ifNotExists && catalog.relation(statement.table)) return [];
    return [
      ...statement.columns.flatMap(column => ofColumn(column, column.span ?? statement.keyword)),
      ...statement.constraints.map(constraint => ({ constraint, span: constraint.span ?? statement.keyword })),
    ];
  }
  const known = catalog.table(statement.table)?.columns;
  return statement.actions.flatMap((action): readonly NewConstraint[] => {
    if (action.kind === 'add-constraint') return [{ constraint: action.constraint, span: action.constraint.span ?? action.span, action }];
    if (action.kind !== 'add-column' || (action.ifNotExists && known?.has(action.column.name))) return [];
    return ofColumn(action.column, action.span).map(it => ({ ...it, action }));
  });
}

function ofColumn(column: ColumnDefinition, at: Span): readonly NewConstraint[] {
  return column.constraints.map(constraint => ({ constraint, span: constraint.span ?? at, column }));
}

/** A column of a foreign key that a statement makes, and the column that it refers to, both as they are afterwards. */
export interface ReferringColumn {
  /** Of the constraint. */
  readonly span: Span;
  readonly own: Column;
  readonly target: Table;
  readonly other: Column;
  readonly after: Catalog;
}

/** Where both are known; a foreign key that names no columns refers to the primary key. */
export function* referringColumns(statement: CreateTable | AlterTable, catalog: Catalog): Iterable<ReferringColumn> {
  const made = constraintsIn(statement, catalog).filter(it => it.constraint.references);
  if (made.length === 0) return;
  const after = catalog.after(statement);
  const table = after.table(statement.table);
  for (const { constraint, span } of made) {
    const { table: name, columns } = constraint.references!;
    const target = after.table(name);
    const wanted = columns.length > 0 ? columns : target?.constraints.find(it => it.kind === 'primary-key')?.columns ?? [];
    for (const [i, column] of constraint.columns.entries()) {
      const [own, other] = [table?.columns.get(column), target?.columns.get(wanted[i] ?? '')];
      if (own && target && other) yield { span, own, target, other, after };
    }
  }
}
