import type { TransactionBy } from '../rule.js';
import { rule } from '../rule.js';

export default rule({
  id: 'transaction-nesting',
  summary: '`BEGIN` inside a transaction, or an end without a beginning',
  severity: 'warning',
  why: `
    Postgres has no transactions in transactions: a second \`BEGIN\` is only a warning, and the first \`COMMIT\` ends all.
    Where the migration tool has opened the transaction, what follows runs outside of any, and a failure leaves half of the migration behind.`,
  instead: `
    Leave the transaction to the tool, or switch it off for the file and write \`BEGIN\` and \`COMMIT\` once.`,
  sources: ['https://www.postgresql.org/docs/current/sql-begin.html'],

  oncePerTransaction: true,
  on: ['transaction'],
  *check({ action, keyword }, { transactionBy, inBlock, statements, position, oneByOne, effectsOf }) {
    if (inBlock) {
      // Alone, it is the block's own transaction that it ends, and another begins.
      if (transactionBy !== 'block') yield { span: keyword, message: 'Inside a transaction a DO block cannot end it' };
      return;
    }
    if (action === 'begin' && (transactionBy === 'tool' || transactionBy === 'script')) {
      yield { span: keyword, message: `A transaction is open already: ${OPENED[transactionBy]}` };
    }
    if (action !== 'commit' && action !== 'rollback') return;
    if (transactionBy === 'tool' && !(action === 'commit' && makesRoom())) yield { span: keyword, message: 'This ends the transaction that the migration tool has opened around the file' };
    // A script may well end what another statement of its own, which nobody could read, has begun.
    if ((transactionBy === undefined || transactionBy === 'message') && !statements.some(it => it.kind === 'transaction' && it.action === 'begin')) {
      yield { span: keyword, message: 'No transaction is open here that this could end' };
    }

    /** Nothing but settings stands before what cannot run inside: the only way out where the tool knows none. */
    function makesRoom(): boolean {
      const next = statements.slice(position + 1).find(it => it.kind !== 'set');
      return oneByOne && next !== undefined && effectsOf(next).outsideTransactionOnly;
    }
  },

  examples: [
    {
      title: 'In the transaction of the migration tool',
      before: `create table users (id bigint);`,
      sql: `
begin;
-- ^^ A transaction is open already: the migration tool opens one around this file
alter table users add column name text;
commit;
`,
    },
    {
      title: 'A way out of it for what cannot run inside',
      before: `create table users (id bigint, name text);`,
      sql: `
alter table users add column email text;
commit;
set lock_timeout = 0;
create index concurrently users_name on users (name);
`,
    },
    {
      title: 'Nested by the script',
      transaction: false,
      sql: `
begin;
start transaction;
-- ^^^^^^^^^^^^^^ A transaction is open already: this script has begun it before
commit;
`,
    },
    {
      title: 'A DO block that ends its transaction, inside that of the tool',
      refusedWith: '2D000',
      sql: `
do $$ begin
    commit;
--  ^^^^^^ Inside a transaction a DO block cannot end it
end $$;
`,
    },
    {
      title: 'A transaction of the script, where the tool opens none',
      before: `create table users (id bigint);`,
      transaction: false,
      sql: `
begin;
savepoint before;
alter table users add column name text;
commit;
`,
    },
  ],
});

const OPENED: Readonly<Record<Exclude<TransactionBy, 'message' | 'block'>, string>> = {
  tool: 'the migration tool opens one around this file',
  script: 'this script has begun it before',
};
