import { keyOf } from '../../sql/identifier.js';
import { blocks, spoken } from '../../sql/locks.js';
import { isTable } from '../locked-out.js';
import { rule } from '../rule.js';
import { onExisting, relationNamed } from '../words.js';

export default rule({
  id: 'lock-upgrade',
  summary: 'A transaction that keeps writers out of a table comes to want it for itself',
  severity: 'info',
  why: `
    A transaction of the application reads the table, and then wants to write to it: it waits for the lock that this one has taken.
    This one then waits until nobody reads the table any more, that other transaction included. Postgres sees the deadlock after a second, and ends one of the two.`,
  instead: `
    Put the statement that needs \`ACCESS EXCLUSIVE\` first, so that nothing has to be waited for later; or give each a transaction of its own.`,
  sources: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS'],

  oncePerTransaction: true,
  on: ['alter-table', 'create-table', 'create-policy', 'alter-policy', 'create-rule', 'cluster', 'lock-table', 'rename', 'reindex', 'set-schema', 'truncate', 'create-trigger'],
  *check(statement, context) {
    // With a timeout it does not wait long.
    if (!context.transaction || context.lockTimeout) return;
    for (const effect of onExisting(context.effects, context)) {
      const before = effect.lock === 'AccessExclusiveLock' ? context.held.get(keyOf(effect.relation)) : undefined;
      // What keeps readers out as well lets nobody come in between; what lets writers in, they do not wait for.
      if (before === undefined || blocks(before.lock) !== 'writes' || !isTable(effect, context)) continue;
      yield {
        span: statement.keyword,
        message: `Waits for ${spoken(effect.lock)} on ${relationNamed(effect)} and holds ${spoken(before.lock)} meanwhile: whoever has read the table and then wants to write ends in a deadlock with it`,
      };
      return;
    }
  },

  examples: [
    {
      title: 'The new table refers to one that is changed afterwards',
      before: `create table users (id bigint primary key);`,
      sql: `
create table orders (id bigint primary key, user_id bigint references users);
alter table users add column orders_count int;
-- ^^^^^^^^ Waits for ACCESS EXCLUSIVE on \`users\` and holds SHARE ROW EXCLUSIVE meanwhile: whoever has read the table and then wants to write ends in a deadlock with it
`,
    },
    {
      title: 'The strongest lock first',
      before: `create table users (id bigint primary key);`,
      sql: `
alter table users add column orders_count int;
create table orders (id bigint primary key, user_id bigint references users);
alter table users add column name text;
`,
    },
    {
      title: 'Each statement is its own transaction',
      before: `create table users (id bigint primary key);`,
      transaction: false,
      sql: `
create table orders (id bigint primary key, user_id bigint references users);
alter table users add column orders_count int;
`,
    },
  ],
});
