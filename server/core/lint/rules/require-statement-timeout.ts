import { rule } from '../rule.js';
import { isSet } from '../variables.js';
import { blocksWrites, keyword, listed, onExisting, relationNamed } from '../words.js';

export default rule({
  id: 'require-statement-timeout',
  aliases: ['missing-statement-timeout', 'MP020'],
  summary: 'A strong lock without `statement_timeout`',
  severity: 'off',
  why: `
    A statement that takes longer than anybody thought holds its lock for as long as it runs. \`lock_timeout\` ends only the waiting for the lock.`,
  instead: `
    Set \`statement_timeout\` before it to the longest time in which the table may be out of use.`,
  sources: ['https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT'],

  oncePerTransaction: true,
  on: [
    'alter-table', 'create-index', 'drop', 'rename', 'set-schema', 'reindex', 'refresh-materialized-view', 'create-trigger', 'create-policy', 'alter-policy',
    'create-rule', 'alter-domain', 'truncate', 'lock-table', 'cluster',
  ],
  *check(statement, context) {
    const { effects, transaction, text } = context;
    if (effects.outsideTransactionOnly || isSet('statement_timeout', context)) return;
    const locked = onExisting(effects, context).filter(blocksWrites);
    if (locked.length === 0) return;
    const set = keyword(transaction ? 'SET LOCAL' : 'SET', text);
    yield {
      span: statement.keyword,
      message: `Nothing ends this if it holds its lock on ${listed(locked.map(relationNamed))} for too long`,
      fixes: [{ title: 'Set statement_timeout before it', safety: 'review' as const, edits: [{ span: { start: 0, end: 0 }, text: `${set} statement_timeout = '5s';\n` }] }],
    };
  },

  examples: [
    {
      title: 'Not set',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column name text;
-- ^^^^^^^^ Nothing ends this if it holds its lock on \`users\` for too long
`,
      fixed: `
set local statement_timeout = '5s';
alter table users add column name text;
`,
    },
    {
      title: 'Set, and a new table',
      before: `create table users (id bigint);`,
      sql: `
create table roles (id bigint);
alter table roles add column name text;
set local statement_timeout = '5s';
alter table users add column name text;
`,
    },
  ],
});
