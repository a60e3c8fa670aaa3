import { requiredTimeout } from '../required-timeout.js';

export default requiredTimeout({
  id: 'require-transaction-timeout',
  summary: 'Locks in a transaction without `transaction_timeout`',
  why: `
    Several statements that are short each may together hold their locks for longer than any timeout of one statement allows.`,
  instead: `
    Set \`transaction_timeout\` at the beginning of the transaction, from PostgreSQL 17 on.`,
  sources: ['https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-TRANSACTION-TIMEOUT'],

  variable: 'transaction_timeout',
  value: '60s',
  helps: ({ transaction, postgres }) => transaction && postgres >= 17,
  message: locked => `Nothing ends the transaction if it holds its lock on ${locked} for too long`,
});
