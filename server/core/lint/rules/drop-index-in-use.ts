import type { Index } from '../../schema/catalog.js';
import { findsBy } from '../coverage.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { listed, named } from '../words.js';

export default rule({
  id: 'drop-index-in-use',
  summary: 'An index is dropped that something known needs',
  severity: 'info',
  why: `
    Which queries use an index, only the database knows.
    That it keeps rows from being equal, or that a foreign key has no other, is plain from the migrations: without it equal rows come in,
    or every delete from the referenced table reads the whole table.`,
  instead: 'Create what takes its place first.',
  sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],

  on: ['drop'],
  *check(statement, context) {
    if (statement.object !== 'index') return;
    for (const name of statement.names) {
      const index = context.catalog.index(name);
      if (!index || index.constraint !== undefined || index.parent || context.isNew(index.table)) continue;
      const span = name.span ?? statement.keyword;
      const columns = index.columns.filter(it => it !== undefined);
      if (index.unique) {
        const isUnique = (it: Index): boolean => it.unique && it.columns.some(key => key !== undefined && columns.includes(key));
        yield {
          span,
          message: `Without ${named(name)} rows may be equal${columns.length > 0 ? ` in ${listed(columns.map(it => named({ name: it })))}` : ''}`,
          mendedBy: later => later.table(index.table)?.indexes.some(isUnique) !== false || !columns.every(it => later.table(index.table)?.columns.has(it)),
        };
      }
      for (const key of bareWithout(index, context)) {
        yield {
          span,
          message: `Without ${named(name)} no index begins with ${listed(key.columns.map(it => named({ name: it })))}, which the foreign key ${named({ name: key.name })} needs`,
          mendedBy: later => {
            const table = later.table(index.table);
            return !table?.constraints.some(it => it.name === key.name) || findsBy(table.indexes, key.columns);
          },
        };
      }
    }
  },

  examples: [
    {
      title: 'A foreign key has no other, and nothing else keeps rows apart',
      before: `
create table users (id bigint primary key, email text);
create unique index users_email on users (email);
create table orders (id bigint primary key, user_id bigint references users);
create index orders_user on orders (user_id);`,
      sql: `
drop index orders_user;
--         ^^^^^^^^^^^ Without \`orders_user\` no index begins with \`user_id\`, which the foreign key \`orders_user_id_fkey\` needs
drop index users_email;
--         ^^^^^^^^^^^ Without \`users_email\` rows may be equal in \`email\`
`,
    },
    {
      title: 'Another one takes its place, or nobody knows who needs it',
      before: `
create table users (id bigint primary key, name text);
create index users_name on users (name);
create table orders (id bigint primary key, user_id bigint references users);
create index orders_user on orders (user_id);`,
      sql: `
drop index orders_user;
create index orders_user_2 on orders (user_id, id);
drop index users_name;
`,
    },
  ],
});

function bareWithout(index: Index, { catalog }: Context) {
  const table = catalog.table(index.table);
  const others = table?.indexes.filter(it => it !== index) ?? [];
  return table?.constraints.filter(it => it.kind === 'foreign-key' && findsBy([index], it.columns) && !findsBy(others, it.columns)) ?? [];
}
