import { atLeast, spoken } from '../../sql/locks.js';
import { rule } from '../rule.js';
import { listed, named } from '../words.js';

export default rule({
  id: 'ban-lock-table',
  aliases: ['MP065'],
  summary: '`LOCK TABLE` without a limit on the wait',
  severity: 'error',
  why: `
    It waits behind every transaction that uses the table, everybody who comes later waits behind it, and what it has got it keeps until the migration ends.`,
  instead: `
    Let each statement take the lock that it needs. Where several must be one, set \`lock_timeout\` before it, try again when it fails, and keep the transaction short.`,
  sources: ['https://www.postgresql.org/docs/current/sql-lock.html'],

  oncePerTransaction: true,
  on: ['lock-table'],
  *check({ tables, mode, keyword }, context) {
    const locked = tables.filter(it => !context.isNew(it));
    if (locked.length === 0 || context.lockTimeout || !atLeast(mode, 'RowExclusiveLock')) return;
    yield { span: keyword, message: `Waits without an end for ${spoken(mode)} on ${listed(locked.map(named))}, and keeps it until the migration ends` };
  },

  examples: [
    {
      title: 'A table in use',
      before: `create table users (id bigint);`,
      sql: `
lock table users in exclusive mode;
-- ^^^^^^^ Waits without an end for EXCLUSIVE on \`users\`, and keeps it until the migration ends
`,
    },
    {
      title: 'With a limit, and a lock that others hardly notice',
      before: `create table users (id bigint); create table orders (id bigint);`,
      sql: `
lock table orders in access share mode;
set local lock_timeout = '2s';
lock table users;
`,
    },
  ],
});
