import { rule } from '../rule.js';

export default rule({
  id: 'ban-uncommitted-transaction',
  aliases: ['unclosed-transaction', 'MP053'],
  summary: '`BEGIN` without `COMMIT`',
  severity: 'error',
  why: `
    What a script has begun and not committed is rolled back when the connection closes, and the tool has noted the migration as done;
    or the tool's own statements become part of the transaction.`,
  instead: `
    End the script with \`COMMIT\`, or leave the transaction to the tool.`,
  sources: ['https://www.postgresql.org/docs/current/sql-begin.html'],

  on: ['transaction'],
  *check({ action, keyword }, { transactionBy, statements, position }) {
    // Where the tool has opened one, BEGIN changes nothing, and the tool commits.
    if (action !== 'begin' || transactionBy === 'tool' || transactionBy === 'script') return;
    const ends = statements.slice(position + 1).some(it => it.kind === 'transaction' && ['commit', 'rollback', 'prepare'].includes(it.action));
    if (!ends) yield { span: keyword, message: 'This transaction is never committed' };
  },

  examples: [
    {
      title: 'Never committed',
      before: `create table users (id bigint);`,
      transaction: false,
      sql: `
begin;
-- ^^ This transaction is never committed
alter table users add column name text;
`,
    },
    {
      title: 'Committed',
      before: `create table users (id bigint);`,
      transaction: false,
      sql: `
begin;
alter table users add column name text;
end;
`,
    },
  ],
});
