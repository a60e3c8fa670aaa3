import { tokens, type Token } from '../../sql/lexer.js';
import type { Expression, FunctionCall } from '../../sql/statement/expression.js';
import { builtInVolatility } from '../../sql/volatility/built-in.js';
import type { Span } from '../../text/span.js';
import { CONSTRAINING, constraintsIn } from '../constraints.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'volatile-check-constraint',
  aliases: ['MP087'],
  summary: 'A `CHECK` whose answer changes with time',
  severity: 'error',
  why: `
    Postgres checks a row when it is written, and never again: what was true then may be false now.
    Such a row cannot be updated any more, and a dump that holds it cannot be restored.`,
  instead: `
    Check such things in a trigger or in the application when the row is written, or compare two columns of the row: when it was made, and what is checked.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS'],

  on: ['create-table', 'alter-table', 'create-domain', 'alter-domain'],
  actions: CONSTRAINING,
  *check(statement, context) {
    const checks = statement.kind === 'alter-domain'
      ? [{ expression: statement.expression, span: statement.keyword }]
      : statement.kind === 'create-domain'
        ? (statement.constraints ?? []).map(it => ({ expression: it.expression, span: it.span ?? statement.keyword }))
        : constraintsIn(statement, context.catalog).filter(it => it.constraint.kind === 'check').map(({ constraint, span }) => ({ expression: constraint.expression, span }));
    for (const { expression, span } of checks) {
      if (expression === undefined) continue;
      const clock = clocksIn(expression).find(it => it.agesOut);
      if (clock) yield { span: at(clock.token.span, expression, span), message: `${named({ name: clock.said })} is another time at every look: a row that is right today may be wrong tomorrow` };
      const call = clock ? undefined : expression.calls.find(it => !CLOCKS.has(it.name) && changes(it, context) !== undefined);
      if (call) {
        const own = changes(call, context) === 'own';
        yield {
          span,
          ...(own && { severity: 'info' as const }),
          message: own ? `${named(call)} is not IMMUTABLE: what it says of a row may change, and no row is checked again` : `${named(call)} has another result each time: a row that is right today may be wrong tomorrow`,
        };
      }
    }
  },

  examples: [
    {
      title: 'The clock, and chance',
      sql: `
create table offers (id bigint primary key, ends date check (ends > current_date), rate float8, check (rate > random()));
--                                                                  ^^^^^^^^^^^^ \`current_date\` is another time at every look: a row that is right today may be wrong tomorrow
--                                                                                              ^^^^^^^^^^^^^^^^^^^^^^^ \`random\` has another result each time: a row that is right today may be wrong tomorrow
`,
    },
    {
      title: 'What is past stays past, and what depends on the row alone',
      sql: `
create table visits (id bigint primary key, at timestamptz check (at <= now()), url text check (length(url) < 2000 and url = lower(url)));
`,
    },
  ],
});

/** That of the database, of the transaction, of the session: none of it is the row's. */
const CLOCKS: ReadonlySet<string> = new Set([
  'now', 'clock_timestamp', 'statement_timestamp', 'transaction_timestamp', 'timeofday', 'age', 'current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp',
]);

interface Clock {
  readonly token: Token;
  readonly said: string;
  /** The answer may go from yes to no as time passes. */
  readonly agesOut: boolean;
}

function clocksIn({ text, calls }: Expression): readonly Clock[] {
  const lower = text.toLowerCase();
  if (![...CLOCKS].some(it => lower.includes(it))) return [];
  const all = tokens(text).filter(it => it.kind !== 'comment');
  const say = (i: number): string => (all[i] ? text.slice(all[i].span.start, all[i].span.end).toLowerCase() : '');
  const negated = all.some((_, i) => say(i) === 'not' && say(i + 1) !== 'null' && say(i - 1) !== 'is');
  return all.flatMap((token, i) => {
    const said = say(i);
    if (token.kind !== 'word' || !CLOCKS.has(said) || say(i + 1) === '.') return [];
    // `age(x)` counts from today, `age(x, y)` from `y`; a column may be called like a function.
    if (say(i + 1) === '(' ? !calls.some(it => it.name === said && (said !== 'age' || it.arguments === 1)) : !said.startsWith('current_') && !said.startsWith('local')) return [];
    return [{ token, said, agesOut: negated || !isUpperBound(all.map((_, at) => say(at)), i) }];
  });
}

/** `x <= now()`, `now() > x`, `age(x) > y`: true for ever once it is true. */
function isUpperBound(words: readonly string[], clock: number): boolean {
  for (let i = clock - 1; i >= 0 && !BOUNDARY.has(words[i]!); i--) {
    if (words[i] === '<' || words[i] === '<=') return words[clock - 1] !== '-';
    if (COMPARED.has(words[i]!)) return false;
  }
  for (let i = clock + 1; i < words.length && !BOUNDARY.has(words[i]!); i++) {
    if (words[i] === '>' || words[i] === '>=') return true;
    if (COMPARED.has(words[i]!)) return false;
  }
  return false;
}

const BOUNDARY: ReadonlySet<string> = new Set(['and', 'or', 'case', 'when', 'then', 'else', 'between']);
const COMPARED: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '=', '<>', '!=', 'in', 'is']);

/** `own`: of a function that the migrations make. What is merely stable, like a format that hangs on a setting, is left alone. */
function changes(call: FunctionCall, { catalog }: Context): 'always' | 'own' | undefined {
  const own = catalog.function(call)?.overloads.map(it => it.volatility);
  if (own) return own.every(it => it === 'volatile' || it === 'stable') ? 'own' : undefined;
  return builtInVolatility(call) === 'volatile' ? 'always' : undefined;
}

function at(token: Span, { span }: Expression, otherwise: Span): Span {
  return span ? { start: span.start + token.start, end: span.start + token.end } : otherwise;
}
