import type { Table } from '../../schema/catalog.js';
import type { ColumnDefinition } from '../../sql/statement/definitions.js';
import type { TypeName } from '../../sql/statement/expression.js';
import { rule } from '../rule.js';
import { listed, named } from '../words.js';

export default rule({
  id: 'create-table-if-not-exists-existing',
  aliases: ['PGM403'],
  summary: '`CREATE TABLE IF NOT EXISTS` of a table that is there and is another',
  severity: 'warning',
  why: `
    Postgres sees the name and does nothing. The table stays as the earlier migration has made it, and what is written here is true of no database.`,
  instead: `
    Change the table: \`ALTER TABLE … ADD COLUMN\`. Where a new table is meant, give it another name.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-IF-NOT-EXISTS'],

  on: ['create-table'],
  *check(statement, { catalog }) {
    const { table, ifNotExists, columns, partitionOf, ofType, persistence } = statement;
    if (!ifNotExists || partitionOf || ofType || persistence === 'temporary') return;
    const known = catalog.table(table);
    if (!known || known.partial) return;
    const different = columns.filter(it => isDifferent(it, known));
    if (different.length > 0) {
      yield { span: table.span ?? statement.keyword, message: `${named(table)} is there already, and does not get ${listed(different.map(it => `${named(it)}${known.columns.has(it.name) ? ` as ${written(it.type)}` : ''}`))} by this` };
    }
  },

  examples: [
    {
      title: 'With a column more, and another type',
      before: `create table users (id int, name text);`,
      sql: `
create table if not exists users (id bigint, name text, email text);
--                         ^^^^^ \`users\` is there already, and does not get \`id\` as \`bigint\` and \`email\` by this
`,
    },
    {
      title: 'The same, or less',
      before: `
create table users (id int, name text);
alter table users add column email text;`,
      sql: `
create table if not exists users (id integer, name text);
create table if not exists orders (id bigint);
`,
    },
  ],
});

function isDifferent({ name, type }: ColumnDefinition, { columns }: Table): boolean {
  const known = columns.get(name);
  return known === undefined || (known.type !== undefined && type !== undefined && !isSame(known.type, type));
}

function isSame(a: TypeName, b: TypeName): boolean {
  return a.name === b.name && a.array === b.array && a.modifiers.join() === b.modifiers.join();
}

function written(type: TypeName | undefined): string {
  return `\`${type?.text ?? type?.name ?? ''}\``;
}
