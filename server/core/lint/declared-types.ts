import type { AlterTable, ColumnDefinition, CreateTable, NameAt, TypeName } from '../sql/statement.js';
import type { Span } from '../text/span.js';
import type { Context, Finding } from './rule.js';
import { keyword } from './words.js';

/** A built-in type, or one found without its schema, that a statement gives a column of a table that stays. */
export interface DeclaredType {
  readonly table: NameAt;
  readonly column: string;
  readonly type: TypeName;
  /** Where the type stands, or else the column. */
  readonly span: Span;
  /** Absent where a column that is there gets another type. */
  readonly definition?: ColumnDefinition;
}

/** Temporary tables come and go, and a foreign table has the types that the other server has. */
export function declaredTypes(statement: CreateTable | AlterTable, { catalog }: Pick<Context, 'catalog'>): readonly DeclaredType[] {
  const { table } = statement;
  if (statement.kind === 'create-table') {
    if (statement.persistence === 'temporary' || statement.foreign) return [];
    return statement.columns.flatMap(it => declared(table, it, statement.keyword));
  }
  if (statement.of !== 'table' || catalog.fullName(table).schema === 'pg_temp' || catalog.table(table)?.foreign) return [];
  return statement.actions.flatMap((action): readonly DeclaredType[] => {
    if (action.kind === 'add-column') return declared(table, action.column, action.span);
    return action.kind === 'alter-column-type' && action.type.schema === undefined ? [{ table, column: action.column, type: action.type, span: action.type.span ?? action.span }] : [];
  });
}

function declared(table: NameAt, definition: ColumnDefinition, otherwise: Span): readonly DeclaredType[] {
  const { name, type, span = otherwise } = definition;
  return type === undefined || type.schema !== undefined ? [] : [{ table, column: name, type, span: type.span ?? span, definition }];
}

/** Another type in its place, in the author's case; an array stays one. */
export function otherType({ span, text }: TypeName, base: string): Pick<Finding, 'fixes'> {
  if (span === undefined || text === undefined) return {};
  const written = keyword(base.toUpperCase(), text);
  const dimensions = /\s*(?:\[|\barray\b)[\s\S]*$/i.exec(text)?.[0] ?? '';
  return { fixes: [{ title: `Use ${base}`, safety: 'review', edits: [{ span, text: `${written}${dimensions}` }] }] };
}
