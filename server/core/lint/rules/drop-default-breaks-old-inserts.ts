import type { Statement } from '../../sql/statement.js';
import type { AlterAction } from '../../sql/statement/tables.js';
import { keyOf } from '../../sql/identifier.js';
import type { Name } from '../../sql/identifier.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'drop-default-breaks-old-inserts',
  summary: 'A new column that must have a value loses its default at once',
  severity: 'warning',
  why: `
    The old application does not know the column and leaves it out of its \`INSERT\`. Without a default that is a null, which the column refuses:
    from the migration to the end of the deployment, its inserts fail.`,
  instead: `
    Keep the default until no application is left that needs it, and drop it in a later migration.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-DEFAULT'],

  on: ['alter-table'],
  actions: ['drop-default'],
  *check(statement, context) {
    const table = context.catalog.table(statement.table);
    for (const action of statement.actions) {
      if (action.kind !== 'drop-default' || !table || context.isNew(statement.table)) continue;
      // Of a column that was there before, the default may have been dropped at the right time.
      if (!context.isNewColumn(statement.table, action.column)) continue;
      const column = table.columns.get(action.column);
      if (!column?.notNull || column.default === undefined || column.default.isNull) continue;
      const later = context.statements.slice(context.position + 1);
      const others = [...statement.actions, ...later.flatMap(it => it.kind === 'alter-table' && sameTable(it.table, table.name, context) ? it.actions : [])];
      if (others.some(it => givesValue(it, action.column)) || isRenamed(action.column, later)) continue;
      yield { span: action.span, message: `Without its default, ${named({ name: action.column })} makes every \`INSERT\` fail that leaves it out` };
    }
  },

  examples: [
    {
      title: 'A default that was for the old rows only',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column name text not null default '';
alter table users alter column name drop default;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Without its default, \`name\` makes every \`INSERT\` fail that leaves it out
`,
    },
    {
      title: 'In a later migration',
      before: `
create table users (id bigint);
alter table users add column name text not null default '';`,
      sql: `
alter table users alter column name drop default;
`,
    },
    {
      title: 'The column may be null',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column name text default '';
alter table users alter column name drop default;
`,
    },
    {
      title: 'Another default follows',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column level varchar not null default '1';
alter table users alter column level drop default;
alter table users alter column level type int using level::int;
alter table users alter column level set default 1;
`,
    },
  ],
});

function sameTable(name: Name, table: Name, { catalog }: Context): boolean {
  return name.name === table.name && keyOf(catalog.fullName(name)) === keyOf(table);
}

/** From then on a row without it is no matter. */
function givesValue(action: AlterAction, column: string): boolean {
  return (action.kind === 'set-default' || action.kind === 'add-identity' || action.kind === 'drop-not-null' || action.kind === 'drop-column') && action.column === column;
}

/** Renamed, it is another matter: what breaks then is the name. */
function isRenamed(column: string, statements: readonly Statement[]): boolean {
  return statements.some(it => it.kind === 'rename' && it.object === 'column' && it.from === column);
}
