import { rule } from '../rule.js';
import { isSet } from '../variables.js';
import { blocksWrites, keyword, listed, onExisting, relationNamed } from '../words.js';

export default rule({
  id: 'require-idle-in-transaction-timeout',
  aliases: ['missing-idle-timeout'],
  summary: 'Locks in a transaction that a lost client may leave open',
  severity: 'off',
  why: `
    A client that hangs or dies without a word leaves its transaction open, and its locks with it, until somebody ends the session by hand.`,
  instead: `
    Set \`idle_in_transaction_session_timeout\` at the beginning of the transaction.`,
  sources: ['https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT'],

  oncePerTransaction: true,
  on: [
    'alter-table', 'create-index', 'drop', 'rename', 'set-schema', 'reindex', 'refresh-materialized-view', 'create-trigger', 'create-policy', 'alter-policy',
    'create-rule', 'alter-domain', 'truncate', 'lock-table', 'cluster',
  ],
  *check(statement, context) {
    const { effects, transaction, text } = context;
    if (!transaction || isSet('idle_in_transaction_session_timeout', context)) return;
    const locked = onExisting(effects, context).filter(blocksWrites);
    if (locked.length === 0) return;
    const set = keyword(transaction ? 'SET LOCAL' : 'SET', text);
    yield {
      span: statement.keyword,
      message: `The lock on ${listed(locked.map(relationNamed))} stays for as long as a client that is lost keeps the transaction open`,
      fixes: [{ title: 'Set idle_in_transaction_session_timeout before it', safety: 'review' as const, edits: [{ span: { start: 0, end: 0 }, text: `${set} idle_in_transaction_session_timeout = '60s';\n` }] }],
    };
  },

  examples: [
    {
      title: 'Not set',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column name text;
-- ^^^^^^^^ The lock on \`users\` stays for as long as a client that is lost keeps the transaction open
`,
      fixed: `
set local idle_in_transaction_session_timeout = '60s';
alter table users add column name text;
`,
    },
    {
      title: 'Set, and a new table',
      before: `create table users (id bigint);`,
      sql: `
create table roles (id bigint);
alter table roles add column name text;
set local idle_in_transaction_session_timeout = '60s';
alter table users add column name text;
`,
    },
  ],
});
