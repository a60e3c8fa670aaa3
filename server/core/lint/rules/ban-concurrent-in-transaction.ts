import type { Statement } from '../../sql/statement.js';
import { rule } from '../rule.js';
import type { TransactionBy } from '../rule.js';
import { keyword } from '../words.js';

export default rule({
  id: 'ban-concurrent-in-transaction',
  aliases: ['ban-concurrent-index-creation-in-transaction', 'concurrent-in-transaction', 'MP025', 'PG103', 'PGM003'],
  summary: 'A statement that Postgres refuses inside a transaction',
  severity: 'error',
  why: `
    \`CREATE INDEX CONCURRENTLY\`, \`VACUUM\`, \`ALTER SYSTEM\` and their like fail with error 25001 inside a transaction block.
    The block may be the migration tool's, the script's own, or the one that Postgres makes of several statements sent in one message.`,
  instead: `
    Give the statement a migration of its own that runs outside a transaction, in the way of the tool:
    Flyway notices such statements by itself, or obeys \`executeInTransaction=false\` in the script's configuration;
    golang-migrate sends a file as one message, so the statement must be the only one in it.`,
  sources: [
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
    'https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT',
  ],

  on: [
    'create-index', 'drop', 'reindex', 'alter-table', 'vacuum', 'cluster', 'alter-enum', 'create-extension', 'create-publication',
    'alter-publication', 'other',
  ],
  *check(statement, { effects, transactionBy, inBlock, text }) {
    if (!effects.outsideTransactionOnly || transactionBy === undefined) return;
    yield { span: statement.keyword, message: `\`${said(statement, text)}\` cannot run inside a transaction, and ${BECAUSE[inBlock ? 'block' : transactionBy]}` };
  },

  examples: [
    {
      title: 'In a transaction that the tool opens',
      before: `create table users (email text);`,
      refusedWith: '25001',
      sql: `
create index concurrently users_email on users (email);
-- ^^^^^^^^^ \`create index concurrently\` cannot run inside a transaction, and the migration tool opens one around this file
`,
    },
    {
      title: 'In a transaction that the script opens',
      transaction: false,
      refusedWith: '25001',
      sql: `
begin;
vacuum;
-- ^^^ \`vacuum\` cannot run inside a transaction, and this script has opened one
commit;
`,
    },
    {
      title: 'Outside a transaction',
      before: `create table users (email text);`,
      transaction: false,
      sql: `
create index concurrently users_email on users (email);
`,
    },
    {
      title: 'From PostgreSQL 12 on, an enum may be extended inside a transaction',
      before: `create type mood as enum ('sad');`,
      postgres: 12,
      sql: `
alter type mood add value 'ok';
`,
    },
  ],
});

/** The words that say what it is, and CONCURRENTLY where that is what matters. */
function said(statement: Statement, text: string): string {
  const words = text.slice(statement.keyword.start, statement.keyword.end).replace(/\s+/g, ' ');
  if ('concurrently' in statement && statement.concurrently) return `${words} ${keyword('CONCURRENTLY', text)}`;
  if (statement.kind === 'alter-table') return `${words} … ${keyword('DETACH PARTITION … CONCURRENTLY', text)}`;
  return statement.kind === 'alter-enum' ? `${words} … ${keyword('ADD VALUE', text)}` : words;
}

const BECAUSE: Readonly<Record<TransactionBy, string>> = {
  tool: 'the migration tool opens one around this file',
  script: 'this script has opened one',
  message: 'the statements of this file are sent in one message, which is one transaction',
  block: 'a DO block is always in one',
};
