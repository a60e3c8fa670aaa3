import { tokens } from '../../sql/lexer.js';
import type { Span } from '../../text/span.js';
import type { Expression } from '../../sql/statement/expression.js';
import { rule } from '../rule.js';
import { keyword as cased } from '../words.js';

export default rule({
  id: 'policy-function-per-row',
  aliases: ['auth_rls_initplan'],
  summary: 'A policy that asks who is there for each row',
  severity: 'info',
  why: `
    \`current_setting\` and functions like \`auth.uid()\` give the same answer for the whole query, but in a policy they are called for every row that is looked at.
    On a large table that is most of the time of the query.`,
  instead: `
    Put the call into a subquery: \`(select auth.uid())\`. Postgres runs that once.`,
  sources: ['https://supabase.com/docs/guides/database/postgres/row-level-security#call-functions-with-select', 'https://www.postgresql.org/docs/current/using-explain.html'],

  on: ['create-policy', 'alter-policy'],
  *check({ using, check }, { text }) {
    for (const condition of [using, check]) {
      for (const span of condition ? bareCalls(condition, text) : []) {
        const call = text.slice(span.start, span.end);
        yield {
          span,
          message: `\`${call}\` is called for each row`,
          fixes: [{ title: 'Call it once, in a subquery', safety: 'review', edits: [{ span, text: `(${cased('SELECT', text)} ${call})` }] }],
        };
      }
    }
  },

  examples: [
    {
      title: 'Called for each row',
      before: `create table notes (id bigint, author text);`,
      sql: `
create policy own on notes using (author = current_setting('app.user'));
--                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`current_setting('app.user')\` is called for each row
`,
      fixed: `
create policy own on notes using (author = (select current_setting('app.user')));
`,
    },
    {
      title: 'Called once',
      before: `create table notes (id bigint, author text);`,
      sql: `
create policy own on notes using (author = (select current_setting('app.user')) or author = current_user);
`,
    },
  ],
});

/** Calls of what is the same for the whole query, in no subquery of their own. */
function bareCalls({ span }: Expression, text: string): readonly Span[] {
  if (!span) return [];
  const words = tokens(text).filter(it => it.kind !== 'comment' && it.span.start >= span.start && it.span.end <= span.end);
  const say = (i: number): string => (words[i] === undefined ? '' : text.slice(words[i]!.span.start, words[i]!.span.end).toLowerCase());
  const found: Span[] = [];
  for (let i = 0; i < words.length; i++) {
    const qualified = say(i) === 'auth' && say(i + 1) === '.' && AUTH.has(say(i + 2));
    const open = qualified ? i + 3 : i + 1;
    if ((!qualified && (say(i) !== 'current_setting' || say(i - 1) === '.')) || say(open) !== '(' || say(i - 1) === 'select') continue;
    let depth = 0;
    let end = open;
    for (; end < words.length; end++) {
      if (say(end) === '(') depth++;
      if (say(end) === ')' && --depth === 0) break;
    }
    if (end < words.length) found.push({ start: words[i]!.span.start, end: words[end]!.span.end });
  }
  return found;
}

/** Of Supabase: https://supabase.com/docs/guides/database/postgres/row-level-security#helper-functions */
const AUTH: ReadonlySet<string> = new Set(['uid', 'jwt', 'role', 'email']);
