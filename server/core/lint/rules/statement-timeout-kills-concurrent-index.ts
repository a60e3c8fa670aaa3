import type { Statement } from '../../sql/statement.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { keyword, named, onRows } from '../words.js';

export default rule({
  id: 'statement-timeout-kills-concurrent-index',
  summary: 'A `statement_timeout` cancels what is meant to take long',
  severity: 'warning',
  why: `
    \`statement_timeout\` counts the whole statement, not the waiting for locks.
    A concurrent build that it cancels leaves an invalid index behind; a validation that it cancels starts again from the first row.`,
  instead: `
    Switch it off for this statement, and keep \`lock_timeout\`, which counts the waiting only.`,
  sources: ['https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT'],

  on: ['create-index', 'reindex', 'alter-table'],
  actions: ['validate-constraint'],
  *check(statement, context) {
    const what = takesLong(statement, context);
    const timeout = what === undefined ? undefined : timeoutAt(context);
    if (what === undefined || timeout === undefined || timeout.milliseconds === 0 || timeout.milliseconds >= LONG) return;
    const { text, transaction, oneByOne } = context;
    const set = (value: string): string => `${keyword(transaction ? 'SET LOCAL' : 'SET', text)} statement_timeout = ${value}`;
    yield {
      span: statement.keyword,
      message: `\`statement_timeout\` is ${timeout.value}: ${what} that takes longer is cancelled`,
      ...((oneByOne || transaction) && {
        fixes: [{
          title: 'Switch statement_timeout off for it',
          safety: 'review' as const,
          edits: [{ span: { start: 0, end: 0 }, text: `${set('0')};\n` }, { span: { start: text.length, end: text.length }, text: `;\n${set(`'${timeout.value}'`)}` }],
        }],
      }),
    };
  },

  examples: [
    {
      title: 'A concurrent build, and a validation',
      before: `
create table users (email text, age int);
alter table users add constraint age_positive check (age > 0) not valid;`,
      transaction: false,
      sql: `
set statement_timeout = '30s';
create index concurrently users_email on users (email);
-- ^^^^^^^^^ \`statement_timeout\` is 30s: a build of \`users_email\` that takes longer is cancelled
alter table users validate constraint age_positive;
-- ^^^^^^^^ \`statement_timeout\` is 30s: a validation of \`age_positive\` that takes longer is cancelled
`,
      fixed: `
set statement_timeout = '30s';
set statement_timeout = 0;
create index concurrently users_email on users (email);
set statement_timeout = '30s';
set statement_timeout = 0;
alter table users validate constraint age_positive;
set statement_timeout = '30s';
`,
    },
    {
      title: 'Switched off, or long enough',
      before: `create table users (email text, name text);`,
      transaction: false,
      sql: `
set lock_timeout = '5s';
set statement_timeout = 0;
create index concurrently users_email on users (email);
set statement_timeout = '2h';
create index concurrently users_name on users (name);
`,
    },
  ],
});

/** From here on, somebody has thought of long statements: a minute. */
const LONG = 60_000;

function takesLong(statement: Statement, context: Context): string | undefined {
  if (statement.kind === 'create-index') return statement.concurrently && !context.isNew(statement.table) ? `a build of ${statement.name ? named({ name: statement.name.name }) : 'this index'}` : undefined;
  if (statement.kind === 'reindex') return statement.concurrently ? 'a rebuild' : undefined;
  const validated = statement.kind === 'alter-table' ? statement.actions.find(it => it.kind === 'validate-constraint') : undefined;
  return validated && onRows(context.effects, context).some(it => it.scan) ? `a validation of ${named({ name: validated.name })}` : undefined;
}

/** What the script has set: for the session, or for the transaction that is still open. */
function timeoutAt({ statements, position, transaction }: Context): { readonly value: string; readonly milliseconds: number } | undefined {
  let session: string | undefined;
  let local: string | undefined;
  for (const it of statements.slice(0, position)) {
    if (it.kind === 'transaction' && (it.action === 'commit' || it.action === 'rollback')) local = undefined;
    if (it.kind !== 'set' || (it.name !== 'statement_timeout' && it.name !== 'all')) continue;
    if (it.local) local = it.value;
    else [session, local] = [it.reset ? undefined : it.value, undefined];
  }
  const value = (transaction ? local : undefined) ?? session;
  const milliseconds = value === undefined ? undefined : millisecondsOf(value);
  return milliseconds === undefined ? undefined : { value: /[a-z]/i.test(value!) ? value! : `${value!}ms`, milliseconds };
}

/** Without a unit, milliseconds: `src/backend/utils/misc/guc.c`. */
function millisecondsOf(value: string): number | undefined {
  const [, number, unit = 'ms'] = /^\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*$/.exec(value) ?? [];
  return number === undefined ? undefined : Number(number) * UNITS[unit as keyof typeof UNITS];
}

const UNITS = { us: 0.001, ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;
