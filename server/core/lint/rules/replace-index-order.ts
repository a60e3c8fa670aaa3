import type { Index } from '../../schema/catalog.js';
import type { Drop } from '../../sql/statement/objects.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import { findsBy } from '../coverage.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'replace-index-order',
  summary: 'An index is dropped before its replacement is there',
  severity: 'warning',
  why: `
    Outside a transaction, everybody sees the time between the two: queries that need the index read the whole table,
    and where the index is unique, equal rows come in, so that its replacement cannot be built.`,
  instead: 'Create the new index first, under another name, drop the old one after it, and rename the new one if need be.',
  sources: ['https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY'],

  on: ['drop', 'alter-table'],
  actions: ['drop-constraint'],
  *check(statement, context) {
    if (context.transaction) return;
    for (const { index, span } of indexesGone(statement, context)) {
      const [first] = index.columns;
      const table = context.catalog.table(index.table);
      if (first === undefined || table === undefined || context.isNew(table.name)) continue;
      if (!index.unique && findsBy(table.indexes.filter(it => it !== index), [first])) continue;
      const later = context.statements.slice(context.position + 1).find(it => it.kind === 'create-index' && it.columns[0] === first && it.unique >= index.unique
        && context.catalog.table(it.table)?.name.name === table.name.name);
      if (later?.kind !== 'create-index') continue;
      yield {
        span,
        message: `${named({ name: index.name.name })} is gone before ${later.name === undefined ? 'its replacement is built' : later.name.name === index.name.name ? 'it is built again' : `${named({ name: later.name.name })} is built`}: meanwhile ${index.unique ? 'nothing keeps rows from being equal' : `queries by ${named({ name: first })} read all of ${named({ name: table.name.name })}`}`,
      };
    }
  },

  examples: [
    {
      title: 'The old one goes first',
      before: `
create table users (email text, name text);
create unique index users_email on users (email);`,
      transaction: false,
      sql: `
drop index concurrently users_email;
--                      ^^^^^^^^^^^ \`users_email\` is gone before \`users_email_lower\` is built: meanwhile nothing keeps rows from being equal
create unique index concurrently users_email_lower on users (email, name);
`,
    },
    {
      title: 'The new one comes first, or both in one transaction',
      before: `
create table users (email text, name text);
create index users_email on users (email);
create index users_name on users (name);`,
      transaction: false,
      sql: `
create index concurrently users_email_2 on users (email, name);
drop index concurrently users_email;
begin;
drop index users_name;
create index users_name on users (name, email);
commit;
`,
    },
    {
      title: 'What a failed attempt may have left',
      before: `create table users (email text);`,
      transaction: false,
      sql: `
drop index concurrently if exists users_email;
create index concurrently users_email on users (email);
`,
    },
  ],
});

function indexesGone(statement: Drop | AlterTable, { catalog }: Context): readonly { readonly index: Index; readonly span: Drop['keyword'] }[] {
  if (statement.kind === 'drop') {
    return statement.object !== 'index' ? [] : statement.names.flatMap(it => {
      const index = catalog.index(it);
      return index ? [{ index, span: it.span ?? statement.keyword }] : [];
    });
  }
  return statement.actions.flatMap(it => {
    const index = it.kind === 'drop-constraint' ? catalog.table(statement.table)?.indexes.find(that => that.constraint === it.name) : undefined;
    return index ? [{ index, span: it.span }] : [];
  });
}
