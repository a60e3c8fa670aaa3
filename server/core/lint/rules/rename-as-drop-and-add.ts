import { keyOf } from '../../sql/identifier.js';
import type { Statement } from '../../sql/statement.js';
import type { ColumnDefinition } from '../../sql/statement/definitions.js';
import type { TypeName } from '../../sql/statement/expression.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'rename-as-drop-and-add',
  summary: 'A column is dropped and one of the same type added: a rename that loses its data',
  severity: 'info',
  why: `
    Tools that compare models with a database see a column that is gone and another that is new, and cannot know that they are one.
    Django asks, and takes no answer for a no; others do not ask. What the column holds is lost.`,
  instead: `
    Rename the column: \`ALTER TABLE … RENAME COLUMN\`, \`RenameField\`, \`op.alter_column(…, new_column_name=…)\`, \`rename_column\`.
    Where old and new are two things after all, drop the one in a migration of its own.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-RENAMING', 'https://alembic.sqlalchemy.org/en/latest/autogenerate.html#what-does-autogenerate-detect-and-what-does-it-not-detect'],

  on: ['alter-table'],
  actions: ['drop-column'],
  *check(statement, context) {
    if (statement.of !== 'table') return;
    const table = context.start.table(statement.table);
    if (!table || context.isNew(statement.table)) return;
    for (const action of statement.actions) {
      const type = action.kind === 'drop-column' ? table.columns.get(action.column)?.type : undefined;
      if (action.kind !== 'drop-column' || !type) continue;
      const own = context.ofAll(columnsIn).filter(it => keyOf(context.catalog.fullName(it.table)) === keyOf(table.name));
      const added = own.flatMap(it => addedIn(it)).filter(it => it.type && isSame(it.type, type) && !it.generated && !table.columns.has(it.name));
      const dropped = own.flatMap(it => it.actions).filter(it => it.kind === 'drop-column' && isSameOrUnknown(table.columns.get(it.column)?.type, type));
      // With several of one type, nobody can tell which became which.
      if (added.length !== 1 || dropped.length !== 1) continue;
      // What was there before may have been given the values, by SQL or by a program that nobody here can read.
      if (context.isNewColumn(statement.table, added[0]!.name)) continue;
      yield {
        span: action.span,
        message: `If ${named({ name: added[0]!.name })} is ${named({ name: action.column })} under another name, this loses what it holds: rename the column instead`,
      };
    }
  },

  examples: [
    {
      title: 'What a tool makes of a new name',
      before: `create table users (id bigint, name text);`,
      sql: `
alter table users drop column name;
--                ^^^^^^^^^^^^^^^^ If \`full_name\` is \`name\` under another name, this loses what it holds: rename the column instead
alter table users add column full_name text;
`,
    },
    {
      title: 'The values are taken along',
      before: `create table users (id bigint, name text);`,
      sql: `
alter table users add column full_name text;
update users set full_name = name;
alter table users drop column name;
`,
    },
    {
      title: 'Another type, another table, or several that could be meant',
      before: `
create table users (id bigint, name text, title text);
create table orders (id bigint, code varchar(20));`,
      sql: `
alter table users add column age int, drop column name;
alter table users drop column title, add column full_name text, add column nick text;
alter table orders drop column code, add column reference varchar(30);
`,
    },
  ],
});

function columnsIn(statements: readonly Statement[]): readonly AlterTable[] {
  return statements.filter((it): it is AlterTable => it.kind === 'alter-table' && it.actions.some(action => action.kind === 'add-column' || action.kind === 'drop-column'));
}

function addedIn({ actions }: AlterTable): readonly ColumnDefinition[] {
  return actions.flatMap(it => (it.kind === 'add-column' ? [it.column] : []));
}

function isSame(a: TypeName, b: TypeName): boolean {
  return a.name === b.name && a.array === b.array && (a.schema ?? '') === (b.schema ?? '') && a.modifiers.join() === b.modifiers.join();
}

function isSameOrUnknown(a: TypeName | undefined, b: TypeName): boolean {
  return a === undefined || isSame(a, b);
}
