import { keyOf } from '../../sql/identifier.js';
import { isTable, othersClosed } from '../locked-out.js';
import { rule } from '../rule.js';
import { listedBriefly, onExisting, relationNamed } from '../words.js';

export default rule({
  id: 'wide-lock-window',
  aliases: ['avoid-wide-lock-window', 'MP008'],
  summary: 'One transaction keeps everybody out of two tables',
  severity: 'info',
  why: `
    While the transaction waits for the second table it holds the first, and everybody who needs that one waits, too.
    A transaction of the application that uses the tables in the other order ends in a deadlock with it.`,
  instead: `
    Give each table a migration of its own, or let each statement be its own transaction. Where both must change together, set a short \`lock_timeout\` and try again.`,
  sources: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS'],

  oncePerTransaction: true,
  on: ['alter-table', 'create-table', 'create-policy', 'alter-policy', 'create-rule', 'cluster', 'drop', 'lock-table', 'rename', 'reindex', 'set-schema', 'truncate', 'alter-owner'],
  *check(statement, context) {
    // Nobody is in the way of a table that has to go.
    // With a timeout it does not wait long.
    if (!context.transaction || context.lockTimeout || (statement.kind === 'drop' && GONE.has(statement.object))) return;
    const now = onExisting(context.effects, context).filter(it => it.lock === 'AccessExclusiveLock' && isTable(it, context));
    if (now.length === 0) return;
    const keys = new Set(now.map(it => keyOf(it.relation)));
    const { count, first } = othersClosed(context, keys);
    if (count === 0 || [...keys].every(it => context.closed.has(it))) return;
    yield {
      span: statement.keyword,
      message: `Nobody can use ${listedBriefly(first.map(relationNamed), count)} while this waits for ${listedBriefly(now.map(relationNamed))}: ${count + now.length > 2 ? 'all' : 'both'} are locked until the transaction ends`,
    };
  },

  examples: [
    {
      title: 'Two tables in one transaction',
      before: `create table users (id bigint); create table orders (id bigint);`,
      sql: `
alter table users add column name text;
alter table orders add column total numeric;
-- ^^^^^^^^ Nobody can use \`users\` while this waits for \`orders\`: both are locked until the transaction ends
alter table users add column email text;
`,
    },
    {
      title: 'The same table twice, and a new one',
      before: `create table users (id bigint);`,
      sql: `
create table orders (id bigint);
alter table users add column name text;
alter table orders add column total numeric;
alter table users add column email text;
`,
    },
    {
      title: 'The same table under another name, and in another schema',
      before: `create schema shop; create table orders (id bigint);`,
      sql: `
alter table orders rename to purchases;
alter table purchases rename column id to number;
alter table purchases set schema shop;
alter table shop.purchases add column total numeric;
`,
    },
    {
      title: 'The wait has an end',
      before: `create table users (id bigint); create table orders (id bigint);`,
      sql: `
set local lock_timeout = '2s';
alter table users add column name text;
alter table orders add column total numeric;
`,
    },
    {
      title: 'Each statement is its own transaction',
      before: `create table users (id bigint); create table orders (id bigint);`,
      transaction: false,
      sql: `
alter table users add column name text;
alter table orders add column total numeric;
`,
    },
  ],
});

const GONE: ReadonlySet<string> = new Set(['table', 'foreign-table', 'view', 'materialized-view', 'sequence']);
