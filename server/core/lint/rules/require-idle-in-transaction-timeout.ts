import { requiredTimeout } from '../required-timeout.js';

export default requiredTimeout({
  id: 'require-idle-in-transaction-timeout',
  aliases: ['missing-idle-timeout'],
  summary: 'Locks in a transaction that a lost client may leave open',
  why: `
    A client that hangs or dies without a word leaves its transaction open, and its locks with it, until somebody ends the session by hand.`,
  instead: `
    Set \`idle_in_transaction_session_timeout\` at the beginning of the transaction.`,
  sources: ['https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT'],

  variable: 'idle_in_transaction_session_timeout',
  value: '60s',
  helps: ({ transaction }) => transaction,
  message: locked => `The lock on ${locked} stays for as long as a client that is lost keeps the transaction open`,
});
