import type { Expression } from '../../sql/statement/expression.js';
import type { CreateIndex } from '../../sql/statement/indexes.js';
import { volatilityOf } from '../../sql/volatility.js';
import { normal } from '../index-keys.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { listed, named, onRows } from '../words.js';

export default rule({
  id: 'adding-unique-index',
  aliases: ['data_depend', 'MF101', 'MF102'],
  summary: 'A unique index fails if rows are equal already',
  severity: 'warning',
  why: `
    The build fails as soon as it meets two equal rows; built \`CONCURRENTLY\`, it leaves an invalid index behind.
    Where it succeeds, an application that still inserts equal rows gets errors.`,
  instead: `
    Look for equal rows on the production database before the deployment, or remove them in the migration before the index is built:
    \`SELECT a, count(*) FROM t GROUP BY a HAVING count(*) > 1\`.`,
  sources: ['https://www.postgresql.org/docs/current/indexes-unique.html'],

  on: ['create-index'],
  *check(statement, context) {
    const { unique, columns, table, name, ifNotExists, where } = statement;
    if (!unique || (ifNotExists && name && context.catalog.index({ schema: context.catalog.fullName(table).schema, name: name.name }))) return;
    if (!onRows(context.effects, context).some(it => it.indexBuild) || isUniqueAlready(statement, context) || isDistinct(statement, context)) return;
    // Whoever changes the rows first has looked at them.
    if (context.statements.slice(0, context.position).some(it => (it.kind === 'delete' || it.kind === 'update' || it.kind === 'merge') && it.target?.name === table.name)) return;
    // Who builds it concurrently has thought of what may go wrong.
    yield { span: statement.keyword, ...(statement.concurrently && { severity: 'info' as const }), message: `Fails if two rows of ${named(table)}${where ? ' that it covers' : ''} are equal in ${listed(columns.map((it, i) => shown(it, statement.keys?.[i]?.expression)))}` };
  },

  examples: [
    {
      title: 'A table in use',
      before: `create table users (email text);`,
      transaction: false,
      sql: `
create unique index concurrently users_email on users (email);
-- ^^^^^^^^^^^^^^^^ Fails if two rows of \`users\` are equal in \`email\`
`,
    },
    {
      title: 'Some rows of a table in use',
      before: `create table users (email text, deleted_at timestamptz);`,
      sql: `
create unique index users_email on users (email) where deleted_at is null;
-- ^^^^^^^^^^^^^^^^ Fails if two rows of \`users\` that it covers are equal in \`email\`
`,
    },
    {
      title: 'Equal rows are removed before, fewer columns are unique already, or the column is new',
      before: `
create table users (id bigint primary key, email text, team_id bigint);`,
      sql: `
create unique index on users (team_id, id);
alter table users add column code text;
create unique index on users (code);
delete from users a using users b where a.email = b.email and a.id > b.id;
create unique index on users (email);
`,
    },
  ],
});

/** Some of its columns are unique by themselves, or were when the migration began: it replaces what it has dropped. */
function isUniqueAlready(statement: CreateIndex, { catalog, start }: Context): boolean {
  const { table, columns, where } = statement;
  return [catalog, start].some(it => {
    const relation = it.relation(table);
    return relation !== undefined && 'indexes' in relation
      && relation.indexes.some(index => index.unique && (index.where === undefined || (where !== undefined && normal(index.where) === normal(where)))
        && index.columns.length > 0 && index.columns.every(key => key !== undefined && columns.includes(key)));
  });
}

/** Of a new column: nulls, which are not equal; a value for each row; or no row, if it must have a value and nothing gives it one. */
function isDistinct({ table, columns, nullsNotDistinct }: CreateIndex, { catalog, isNewColumn }: Context): boolean {
  return columns.some(it => {
    const column = it === undefined ? undefined : catalog.table(table)?.columns.get(it);
    if (column === undefined || !isNewColumn(table, column.name)) return false;
    if (column.type?.serial || column.generated === 'identity') return true;
    if (column.generated !== undefined) return false;
    if (column.default !== undefined) return volatilityOf(column.default, catalog) === 'volatile';
    return column.notNull || nullsNotDistinct !== true;
  });
}

/** An expression as it is written, unless it is long. */
function shown(column: string | undefined, expression: Expression | undefined): string {
  if (column !== undefined) return named({ name: column });
  return expression && expression.text.length > 0 && expression.text.length <= 40 && !expression.text.includes('\n') ? `\`${expression.text}\`` : 'an expression';
}
