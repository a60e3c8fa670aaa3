import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import type { ColumnDefinition } from '../../sql/statement/definitions.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import { keyOf } from '../../sql/identifier.js';
import { named } from '../words.js';

export default rule({
  id: 'adding-required-field',
  aliases: ['add-column-not-null-no-default', 'data_depend', 'MP084', 'MF103', 'PGM008'],
  summary: '`ADD COLUMN … NOT NULL` without a default',
  severity: 'error',
  why: `
    The statement fails as soon as the table has a row, for that row would have no value.
    Where it succeeds, the application that still runs does not know the column, and its inserts fail.`,
  instead: `
    Give the column a constant default, or add it nullable, let the application write it, fill the old rows, and require it in a later migration.
    A default that is dropped again before the application is replaced protects nobody.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN'],

  on: ['alter-table'],
  actions: ['add-column'],
  *check(statement, context) {
    if ((statement.of !== 'table' && statement.of !== 'foreign-table') || context.isNew(statement.table)) return;
    const known = context.catalog.table(statement.table)?.columns;
    for (const action of statement.actions) {
      if (action.kind !== 'add-column' || (action.ifNotExists && known?.has(action.column.name))) continue;
      const { column } = action;
      if (!isRequired(column) || fillsItself(column, context)) continue;

      if (!column.default || column.default.isNull) {
        if (context.transaction && context.emptied(statement.table) !== undefined) {
          yield { span: action.span, severity: 'warning', message: `${named({ name: column.name })} is required and has no default: inserts that do not know it fail` };
        } else yield { span: action.span, message: `${named({ name: column.name })} is required and has no default, which fails if ${named(statement.table)} has any row` };
      } else if (losesDefault(statement, column, context)) {
        yield {
          span: action.span,
          severity: 'warning',
          message: `${named({ name: column.name })} is required and loses its default in this migration: inserts that do not know it fail`,
        };
      }
    }
  },

  examples: [
    {
      title: 'No value for the rows that exist',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column email text not null;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`email\` is required and has no default, which fails if \`users\` has any row
`,
    },
    {
      title: 'A default that is gone before the application knows the column',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column email text not null default '';
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`email\` is required and loses its default in this migration: inserts that do not know it fail
alter table users alter column email drop default;
`,
    },
    {
      title: 'A default that is there again, as Django\'s users write it',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column email text not null default '';
alter table users alter column email drop default;
alter table users alter column email set default '';
`,
    },
    {
      title: 'A default, or a value that makes itself',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column surname varchar(100) default '' not null;
alter table users add column twice bigint generated always as (id * 2) stored not null;
alter table users add column number bigint generated always as identity not null;
`,
    },
    {
      title: 'A table created in the same migration is empty',
      sql: `
create table users (id bigint);
alter table users add column email text not null;
`,
    },
  ],
});

function isRequired({ notNull, constraints }: ColumnDefinition): boolean {
  return notNull || constraints.some(it => it.kind === 'primary-key');
}

/** Generated and identity columns, serials, and domains with a default, as far as they are known. */
function fillsItself({ generated, type }: ColumnDefinition, { catalog }: Context): boolean {
  return generated !== undefined || type?.serial === true || (type !== undefined && catalog.domain(type)?.default === true);
}

function losesDefault(statement: AlterTable, column: ColumnDefinition, { statements, position, catalog }: Context): boolean {
  const key = (it: AlterTable) => keyOf(catalog.fullName(it.table));
  let loses = false;
  // A loop, and the cheap questions first: a long file asks this for every column that it adds.
  for (let i = position; i < statements.length; i++) {
    const it = statements[i]!;
    if (it.kind !== 'alter-table') continue;
    const last = it.actions.findLast(action => (action.kind === 'drop-default' || action.kind === 'set-default') && action.column === column.name);
    if (last && key(it) === key(statement)) loses = last.kind === 'drop-default';
  }
  return loses;
}
