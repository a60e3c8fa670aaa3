import { rule } from '../rule.js';
import { isSet } from '../variables.js';
import { blocksWrites, keyword, listed, onExisting, relationNamed } from '../words.js';

export default rule({
  id: 'require-transaction-timeout',
  summary: 'Locks in a transaction without `transaction_timeout`',
  severity: 'off',
  why: `
    Several statements that are short each may together hold their locks for longer than any timeout of one statement allows.`,
  instead: `
    Set \`transaction_timeout\` at the beginning of the transaction, from PostgreSQL 17 on.`,
  sources: ['https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-TRANSACTION-TIMEOUT'],

  oncePerTransaction: true,
  on: [
    'alter-table', 'create-index', 'drop', 'rename', 'set-schema', 'reindex', 'refresh-materialized-view', 'create-trigger', 'create-policy', 'alter-policy',
    'create-rule', 'alter-domain', 'truncate', 'lock-table', 'cluster',
  ],
  *check(statement, context) {
    const { effects, transaction, text } = context;
    if (!transaction || context.postgres < 17 || isSet('transaction_timeout', context)) return;
    const locked = onExisting(effects, context).filter(blocksWrites);
    if (locked.length === 0) return;
    const set = keyword(transaction ? 'SET LOCAL' : 'SET', text);
    yield {
      span: statement.keyword,
      message: `Nothing ends the transaction if it holds its lock on ${listed(locked.map(relationNamed))} for too long`,
      fixes: [{ title: 'Set transaction_timeout before it', safety: 'review' as const, edits: [{ span: { start: 0, end: 0 }, text: `${set} transaction_timeout = '60s';\n` }] }],
    };
  },

  examples: [
    {
      title: 'Not set',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column name text;
-- ^^^^^^^^ Nothing ends the transaction if it holds its lock on \`users\` for too long
`,
      fixed: `
set local transaction_timeout = '60s';
alter table users add column name text;
`,
    },
    {
      title: 'Set, and a new table',
      before: `create table users (id bigint);`,
      sql: `
create table roles (id bigint);
alter table roles add column name text;
set local transaction_timeout = '60s';
alter table users add column name text;
`,
    },
  ],
});
