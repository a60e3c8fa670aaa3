import { tokens } from '../../sql/lexer.js';
import type { Span } from '../../text/span.js';
import { rule } from '../rule.js';

export default rule({
  id: 'lock-timeout-ineffective',
  aliases: ['lock-timeout-zero', 'lock-timeout-after-dangerous-statement', 'lock-timeout-too-long'],
  summary: 'A timeout that never holds, or holds for too long to help',
  severity: 'warning',
  why: `
    \`SET LOCAL\` holds until the end of the transaction. Outside of one it ends at once: Postgres warns, and the timeout that it was for never holds.
    A \`lock_timeout\` of minutes holds, but all who come to the table meanwhile wait behind the migration for as long.`,
  instead: `
    Write \`SET\`, which holds for the session, or open a transaction first. Let \`lock_timeout\` be a few seconds, and try again when it ends the migration.`,
  sources: ['https://www.postgresql.org/docs/current/sql-set.html'],

  on: ['set'],
  *check({ name, local, reset, value, keyword }, { transaction, text }) {
    if (name === 'lock_timeout' && !reset && secondsOf(value) > LONGEST) yield { span: keyword, message: `Others wait behind this migration for as long as \`lock_timeout\` lets it wait: ${value}` };
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
      title: 'Too long',
      before: `create table users (id bigint);`,
      sql: `
set local lock_timeout = '10min';
-- ^ Others wait behind this migration for as long as \`lock_timeout\` lets it wait: 10min
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

/** Seconds. */
const LONGEST = 60;

/** https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-NAMES-VALUES */
const UNITS: Readonly<Record<string, number>> = { us: 1e-6, '': 1e-3, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86_400 };

/** 0 where it cannot be read. */
function secondsOf(value: string | undefined): number {
  const match = /^\s*(\d+(?:\.\d*)?)\s*(us|ms|s|min|h|d|)\s*$/.exec(value ?? '');
  return match ? Number(match[1]) * UNITS[match[2]!]! : 0;
}

/** The word, and the blanks behind it. */
function localIn(text: string): Span | undefined {
  const words = tokens(text).filter(it => it.kind !== 'comment');
  const [, word, next] = words;
  return word && next && text.slice(word.span.start, word.span.end).toLowerCase() === 'local' ? { start: word.span.start, end: next.span.start } : undefined;
}
