import type { Statement } from '../sql/statement.js';
import type { Span } from '../text/span.js';

/** The names of tables, views and columns that a statement gives, and where: of a column, its definition. */
export function definedNames(statement: Statement): readonly { readonly name: string; readonly span: Span }[] {
  switch (statement.kind) {
    case 'create-table':
      return [
        { name: statement.table.name, span: statement.table.span ?? statement.keyword },
        ...statement.columns.map(it => ({ name: it.name, span: it.span ?? statement.keyword })),
      ];
    case 'alter-table':
      return statement.actions.flatMap(it => (it.kind === 'add-column' ? [{ name: it.column.name, span: it.column.span ?? it.span }] : []));
    case 'create-view':
      return [{ name: statement.view.name, span: statement.view.span ?? statement.keyword }];
    case 'create-table-as':
      return [{ name: statement.table.name, span: statement.table.span ?? statement.keyword }];
    case 'rename':
      return RENAMED.has(statement.object) ? [{ name: statement.to, span: statement.keyword }] : [];
    default:
      return [];
  }
}

const RENAMED: ReadonlySet<string> = new Set(['table', 'view', 'materialized-view', 'column']);
