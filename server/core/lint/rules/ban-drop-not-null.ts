import { keyOf } from '../../sql/identifier.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-drop-not-null',
  aliases: ['banDropNotNull', 'drop-not-null', 'MP029', 'PGM507'],
  summary: 'A column that always had a value may be null',
  severity: 'info',
  why: `
    Applications that read the column have never met a null there. The first row without a value fails in the one that was not prepared for it.`,
  instead: `
    Let everything that reads the column be ready for a null first, and allow it then.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL'],

  on: ['alter-table'],
  actions: ['drop-not-null'],
  *check(statement, context) {
    const { table } = statement;
    const known = context.catalog.table(table);
    for (const action of statement.actions) {
      if (action.kind !== 'drop-not-null' || context.isNew(table) || context.isNewColumn(table, action.column)) continue;
      const column = known?.columns.get(action.column);
      if ((column && !column.notNull && !known?.partial) || losesKey(statement) || goesAway(action.column, statement, context)) continue;
      yield { span: action.span, message: `Applications that read ${named({ name: action.column })} of ${named(table)} may not be ready for a null` };
    }
  },

  examples: [
    {
      title: 'A column that applications read',
      before: `create table users (email text not null);`,
      sql: `
alter table users alter column email drop not null;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Applications that read \`email\` of \`users\` may not be ready for a null
`,
    },
    {
      title: 'It could be null before, and a new column',
      before: `create table users (email text);`,
      sql: `
alter table users alter column email drop not null;
alter table users add column name text not null default '';
alter table users alter column name drop not null;
`,
    },
    {
      title: 'So that the old application need not fill it until it is dropped',
      before: `create table users (email text not null);`,
      sql: `
alter table users alter column email drop not null;
alter table users drop column email;
`,
    },
  ],
});

/** With a primary key its columns have to be told that they may be null. */
function losesKey({ actions }: AlterTable): boolean {
  return actions.some(it => it.kind === 'drop-constraint' && /_pkey$|^pk_|_pk$/i.test(it.name));
}

function goesAway(column: string, { table }: AlterTable, { catalog, statements, position }: Context): boolean {
  const key = keyOf(catalog.fullName(table));
  return statements.slice(position + 1).some(it => it.kind === 'alter-table' && keyOf(catalog.fullName(it.table)) === key
    && it.actions.some(action => (action.kind === 'drop-column' || action.kind === 'set-not-null') && action.column === column));
}
