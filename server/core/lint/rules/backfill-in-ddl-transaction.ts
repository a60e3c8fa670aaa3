import { changedWhileClosed } from '../locked-out.js';
import { rule } from '../rule.js';
import { relationNamed } from '../words.js';

export default rule({
  id: 'backfill-in-ddl-transaction',
  summary: 'Rows are changed while the transaction keeps everybody out of their table',
  severity: 'error',
  why: `
    \`ALTER TABLE\` holds \`ACCESS EXCLUSIVE\` until the transaction ends, however short its own work is.
    An \`UPDATE\` of the same table in the same transaction makes it last as long as the rows take:
    minutes, in which nobody can even read the table.`,
  instead: `
    Commit the change of the schema first. Fill the rows in batches after it, in a migration without a transaction or outside of migrations.`,
  sources: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES'],

  oncePerTransaction: true,
  on: ['insert', 'update', 'delete', 'merge', 'select'],
  *check(statement, context) {
    const table = changedWhileClosed(statement, context);
    if (!table) return;
    // What a condition leaves may be little.
    const few = statement.where && !statement.always && statement.whereNull === undefined && statement.kind !== 'insert';
    yield {
      span: statement.keyword,
      message: `Nobody can read or write ${relationNamed(table)} until this has changed its rows: this transaction has locked it before`,
      ...(few && { severity: 'warning' as const }),
    };
  },

  examples: [
    {
      title: 'A new column is filled at once',
      before: `create table users (id bigint primary key, email text);`,
      sql: `
alter table users add column login text;
update users set login = email;
-- ^^^ Nobody can read or write \`users\` until this has changed its rows: this transaction has locked it before
alter table users alter column login set not null;
`,
    },
    {
      title: 'Each statement is its own transaction',
      before: `create table users (id bigint primary key, email text);`,
      transaction: false,
      sql: `
alter table users add column login text;
update users set login = email;
`,
    },
    {
      title: 'One row, a few rows, rows of another table',
      before: `create table settings (name text primary key, value text); create table users (id bigint primary key, login text);`,
      sql: `
alter table settings add column comment text;
update settings set comment = 'of the house' where name = 'colour';
insert into settings (name, value) values ('size', 'large');
update users set login = 'x' where login is null;
`,
    },
  ],
});
