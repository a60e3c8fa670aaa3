import { keyOf } from '../../sql/identifier.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'set-default-existing-column',
  aliases: ['MP048'],
  summary: 'A default for a column changes no row that is there',
  severity: 'info',
  why: `
    \`SET DEFAULT\` holds for rows to come. Those that have a null in the column keep it, and whoever reads the definition expects none.`,
  instead: `
    Fill the old rows, in batches, after the default is set.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-DEFAULT'],

  on: ['alter-table'],
  actions: ['set-default'],
  *check(statement, context) {
    const table = context.catalog.table(statement.table);
    if (!table || statement.of !== 'table' || context.isNew(statement.table)) return;
    for (const action of statement.actions) {
      if (action.kind !== 'set-default' || action.expression.isNull || context.isNewColumn(statement.table, action.column)) continue;
      const column = table.columns.get(action.column);
      // One that had a default, or none of whose values can be missing, is only given another.
      if (!column?.type || column.notNull || column.default !== undefined || isFilled(statement, action.column, context)) continue;
      yield { span: action.span, message: `Rows of ${named(statement.table)} that have no ${named(column)} keep their null` };
    }
  },

  examples: [
    {
      title: 'A column that may be null',
      before: `create table users (id bigint, active boolean);`,
      sql: `
alter table users alter column active set default true;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Rows of \`users\` that have no \`active\` keep their null
`,
    },
    {
      title: 'Filled in the same migration, another default, a new column',
      before: `create table users (id bigint, active boolean, locale text default 'en', name text not null);`,
      sql: `
alter table users alter column active set default true;
update users set active = true where active is null;
alter table users alter column locale set default 'de', alter column name set default '';
alter table users add column score int;
alter table users alter column score set default 0;
`,
    },
  ],
});

/** The migration writes the column, or makes sure that it has no nulls. */
function isFilled({ table }: AlterTable, column: string, { catalog, statements }: Context): boolean {
  const key = keyOf(catalog.fullName(table));
  return statements.some(it => {
    if (it.kind === 'update') return it.columns?.includes(column) === true && it.target !== undefined && keyOf(catalog.fullName(it.target)) === key;
    return it.kind === 'alter-table' && keyOf(catalog.fullName(it.table)) === key && it.actions.some(action => action.kind === 'set-not-null' && action.column === column);
  });
}
