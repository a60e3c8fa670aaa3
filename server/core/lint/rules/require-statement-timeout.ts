import { requiredTimeout } from '../required-timeout.js';

export default requiredTimeout({
  id: 'require-statement-timeout',
  aliases: ['missing-statement-timeout', 'MP020'],
  summary: 'A strong lock without `statement_timeout`',
  why: `
    A statement that takes longer than anybody thought holds its lock for as long as it runs. \`lock_timeout\` ends only the waiting for the lock.`,
  instead: `
    Set \`statement_timeout\` before it to the longest time in which the table may be out of use.`,
  sources: ['https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT'],

  variable: 'statement_timeout',
  value: '5s',
  helps: ({ effects }) => !effects.outsideTransactionOnly,
  message: locked => `Nothing ends this if it holds its lock on ${locked} for too long`,
});
