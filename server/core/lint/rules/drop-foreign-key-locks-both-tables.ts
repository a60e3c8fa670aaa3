import type { FullName, Table } from '../../schema/catalog.js';
import { keyOf } from '../../sql/identifier.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { listed, named } from '../words.js';

export default rule({
  id: 'drop-foreign-key-locks-both-tables',
  summary: 'To drop a foreign key locks the table that it refers to',
  severity: 'info',
  why: `
    A foreign key has triggers on both tables, so that \`DROP CONSTRAINT\` takes an \`ACCESS EXCLUSIVE\` lock on the referenced table, too.
    So do \`DROP TABLE\` and \`DROP COLUMN\` where foreign keys go with them.
    The statement does not name that table, and it is often the busiest of all.`,
  instead: `
    Set a \`lock_timeout\`, and try again when it fails.
    Drop the foreign key in a migration of its own, before the table or the column.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html', 'https://www.postgresql.org/docs/current/sql-droptable.html'],

  on: ['alter-table', 'drop'],
  actions: ['drop-column', 'drop-constraint'],
  *check(statement, context) {
    if (context.lockTimeout) return;
    if (statement.kind === 'alter-table') {
      const table = context.catalog.table(statement.table);
      for (const action of table ? statement.actions : []) {
        const targets = locked(keysGone(action, table!), context, [table!.name]);
        if (targets.length === 0) continue;
        const what = action.kind === 'drop-constraint' ? action.name : (action as { readonly column: string }).column;
        yield { span: action.span, message: `Dropping ${named({ name: what })} also blocks reads and writes of ${listed(targets.map(shown))}, to which it refers` };
      }
      return;
    }
    if (statement.object !== 'table') return;
    const dropped = statement.names.map(it => context.catalog.fullName(it));
    for (const name of statement.names) {
      const table = context.catalog.table(name);
      const targets = table ? locked(table.constraints.flatMap(it => it.references ? [it.references.table] : []), context, dropped) : [];
      if (targets.length > 0) yield { span: name.span ?? statement.keyword, message: `Dropping ${named(name)} also blocks reads and writes of ${listed(targets.map(shown))}, to which it refers` };
    }
  },

  examples: [
    {
      title: 'A foreign key, and a table with one',
      before: `
create table users (id bigint primary key);
create table orders (user_id bigint constraint orders_user references users);
create table carts (user_id bigint references users);`,
      transaction: false,
      sql: `
alter table orders drop constraint orders_user;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Dropping \`orders_user\` also blocks reads and writes of \`users\`, to which it refers
drop table carts;
--         ^^^^^ Dropping \`carts\` also blocks reads and writes of \`users\`, to which it refers
`,
    },
    {
      title: 'A timeout is set',
      before: `
create table users (id bigint primary key);
create table orders (user_id bigint constraint orders_user references users);`,
      sql: `
set local lock_timeout = '2s';
alter table orders drop constraint orders_user;
`,
    },
    {
      title: 'Both tables are new',
      sql: `
create table users (id bigint primary key);
create table orders (user_id bigint constraint orders_user references users);
alter table orders drop constraint orders_user;
`,
    },
  ],
});

function keysGone(action: AlterTable['actions'][number], { constraints }: Table): readonly FullName[] {
  const gone = action.kind === 'drop-constraint' ? constraints.filter(it => it.name === action.name)
    : action.kind === 'drop-column' ? constraints.filter(it => it.columns.includes(action.column)) : [];
  return gone.flatMap(it => it.references ? [it.references.table] : []);
}

/** Each once, without what is new, named in the statement, closed to others already, or to be dropped next. */
function locked(targets: readonly FullName[], context: Context, own: readonly FullName[]): readonly FullName[] {
  const known = new Set(own.map(it => keyOf(it)));
  return targets.filter(it => {
    const key = keyOf(it);
    if (known.has(key) || context.isNew(it) || context.held.get(key)?.lock === 'AccessExclusiveLock' || isDropped(it, context)) return false;
    known.add(key);
    return true;
  });
}

function isDropped({ name }: FullName, { statements, position }: Context): boolean {
  return statements.slice(position + 1).some(it => it.kind === 'drop' && it.object === 'table' && it.names.some(dropped => dropped.name === name));
}

/** `public` goes without saying. */
function shown({ schema, name }: FullName): string {
  return named(schema === 'public' ? { name } : { schema, name });
}
