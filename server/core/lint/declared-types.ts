import type { Catalog, Table } from '../schema/catalog.js';
import type { ColumnDefinition } from '../sql/statement/definitions.js';
import type { TypeName } from '../sql/statement/expression.js';
import type { NameAt } from '../sql/statement/names.js';
import type { AlterAction, AlterTable, CreateTable } from '../sql/statement/tables.js';
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
  /** A later migration gives the column another type, or takes it away. */
  readonly mendedBy: (later: Catalog) => boolean;
}

/** The actions of ALTER TABLE that give one. */
export const TYPING: readonly AlterAction['kind'][] = ['add-column', 'alter-column-type'];

/** Temporary tables come and go, and a foreign table has the types that the other server has. */
export function declaredTypes(statement: CreateTable | AlterTable, { catalog }: Pick<Context, 'catalog'>): readonly DeclaredType[] {
  const { table } = statement;
  if (statement.kind === 'create-table') {
    if (statement.persistence === 'temporary' || statement.foreign) return [];
    return statement.columns.flatMap(it => declared(table, it, statement.keyword, catalog));
  }
  if (statement.of !== 'table' || catalog.fullName(table).schema === 'pg_temp' || catalog.table(table)?.foreign) return [];
  return statement.actions.flatMap((action): readonly DeclaredType[] => {
    if (action.kind === 'add-column') return declared(table, action.column, action.span, catalog);
    if (action.kind !== 'alter-column-type' || action.type.schema !== undefined) return [];
    const { column, type, span } = action;
    return [{ table, column, type, span: type.span ?? span, mendedBy: mended(table, column, type, catalog) }];
  });
}

function declared(table: NameAt, definition: ColumnDefinition, otherwise: Span, catalog: Catalog): readonly DeclaredType[] {
  const { name, type, span = otherwise } = definition;
  return type === undefined || type.schema !== undefined ? [] : [{ table, column: name, type, span: type.span ?? span, definition, mendedBy: mended(table, name, type, catalog) }];
}

/** Asked of the schema at the end: the column, be it called otherwise by now, has another type, or is no more. */
export function mended(table: NameAt, column: string, { name, modifiers }: TypeName, catalog: Catalog): (later: Catalog) => boolean {
  const full = catalog.fullName(table);
  const rank = catalog.table(table)?.created ?? catalog.created;
  return later => {
    const there = later.table(full);
    const now = there?.created === rank || rank < 0 ? there : [...later.relations()].find(it => it.kind === 'table' && it.created === rank) as Table | undefined;
    // Where something ran that nobody understood, a table may be there that is not known.
    if (now === undefined) return later.complete;
    const type = ([...now.columns.values()].find(it => it.formerly?.includes(column)) ?? now.columns.get(column))?.type;
    return type?.name !== name || type.modifiers.join() !== modifiers.join();
  };
}

/** Another type in its place, in the author's case; an array stays one. */
export function otherType({ span, text }: TypeName, base: string): Pick<Finding, 'fixes'> {
  if (span === undefined || text === undefined) return {};
  const written = keyword(base.toUpperCase(), text);
  const dimensions = /\s*(?:\[|\barray\b)[\s\S]*$/i.exec(text)?.[0] ?? '';
  return { fixes: [{ title: `Use ${base}`, safety: 'review', edits: [{ span, text: `${written}${dimensions}` }] }] };
}
