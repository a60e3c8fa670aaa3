import { tokens } from '../../sql/lexer.js';
import type { Span } from '../../text/span.js';
import { rule } from '../rule.js';

export default rule({
  id: 'lock-timeout-ineffective',
  aliases: ['lock-timeout-zero', 'lock-timeout-after-dangerous-statement', 'lock-timeout-too-long'],
  summary: '`SET LOCAL` outside a transaction has no effect',
  severity: 'warning',
  why: `
    \`SET LOCAL\` holds until the end of the transaction. Outside of one it ends at once: Postgres warns, and the timeout that it was for never holds.`,
  instead: `
    Write \`SET\`, which holds for the session, or open a transaction first.`,
  sources: ['https://www.postgresql.org/docs/current/sql-set.html'],

  on: ['set'],
  *check({ name, local, keyword }, { transaction, text }) {
    if (!local || transaction || !TIMEOUTS.has(name)) return;
    const word = localIn(text);
    yield {
      span: keyword,
      message: `\`SET LOCAL ${name}\` has no effect outside a transaction`,
      ...(word && { fixes: [{ title: 'Remove LOCAL', safety: 'review' as const, edits: [{ span: word, text: '' }] }] }),
    };
  },

  examples: [
    {
      title: 'Outside a transaction',
      before: `create table users (id bigint);`,
      transaction: false,
      sql: `
set local lock_timeout = '5s';
-- ^ \`SET LOCAL lock_timeout\` has no effect outside a transaction
alter table users add column name text;
`,
      fixed: `
set lock_timeout = '5s';
alter table users add column name text;
`,
    },
    {
      title: 'In a transaction',
      before: `create table users (id bigint);`,
      sql: `
set local lock_timeout = '5s';
alter table users add column name text;
`,
    },
  ],
});

const TIMEOUTS: ReadonlySet<string> = new Set(['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout']);

/** The word, and the blanks behind it. */
function localIn(text: string): Span | undefined {
  const words = tokens(text).filter(it => it.kind !== 'comment');
  const [, word, next] = words;
  return word && next && text.slice(word.span.start, word.span.end).toLowerCase() === 'local' ? { start: word.span.start, end: next.span.start } : undefined;
}
