import { tokens } from '../../sql/lexer.js';
import type { Span } from '../../text/span.js';
import { CONSTRAINING, constraintsIn } from '../constraints.js';
import type { Context, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { keyword, named, withFixes } from '../words.js';

export default rule({
  id: 'constraint-not-enforced',
  aliases: ['MP082'],
  summary: 'A constraint that nobody enforces',
  severity: 'warning',
  why: `
    \`NOT ENFORCED\`, from PostgreSQL 18 on, keeps nothing out: neither old rows nor new ones are checked.
    To enforce a \`CHECK\` later, it has to be dropped and added again.`,
  instead: `
    \`NOT VALID\` leaves the old rows alone, and holds for every new one; \`VALIDATE CONSTRAINT\` in a later migration sees to the old ones.`,
  sources: ['https://www.postgresql.org/docs/18/sql-createtable.html'],

  on: ['create-table', 'alter-table'],
  actions: [...CONSTRAINING, 'alter-constraint'],
  *check(statement, context) {
    if (context.postgres < 18) return;
    for (const { constraint, span, action } of constraintsIn(statement, context.catalog)) {
      if (!constraint.notEnforced) continue;
      const name = constraint.name === undefined ? 'This constraint' : named({ name: constraint.name });
      yield { span, message: `${name} keeps out no row`, ...withFixes(enforced(span, action?.kind === 'add-constraint' ? 'NOT VALID' : '', context)) };
    }
    for (const action of statement.kind === 'alter-table' ? statement.actions : []) {
      if (action.kind === 'alter-constraint' && action.enforced === false) yield { span: action.span, message: `${named({ name: action.name })} keeps out no row any more` };
    }
  },

  examples: [
    {
      title: 'A check, and a foreign key',
      before: `
create table users (id bigint primary key, age int);
create table orders (user_id bigint constraint orders_user references users);`,
      postgres: 18,
      sql: `
alter table users add constraint age_positive check (age > 0) not enforced;
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`age_positive\` keeps out no row
create table carts (id bigint primary key, amount int check (amount > 0) not enforced);
--                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This constraint keeps out no row
`,
      fixed: `
alter table users add constraint age_positive check (age > 0) not valid;
create table carts (id bigint primary key, amount int check (amount > 0));
`,
    },
    {
      title: 'Not valid yet, but enforced',
      before: `create table users (age int);`,
      postgres: 18,
      sql: `
alter table users add constraint age_positive check (age > 0) not valid;
alter table users add constraint age_small check (age < 200) enforced;
`,
    },
  ],
});

/** The words `NOT ENFORCED` at or behind the constraint: in a column they may follow it. */
function enforced({ start }: Span, instead: string, { text }: Context): StatementFix | undefined {
  const words = tokens(text).filter(it => it.kind !== 'comment' && it.span.start >= start);
  const said = (i: number): string => (words[i] ? text.slice(words[i].span.start, words[i].span.end).toLowerCase() : '');
  const at = words.findIndex((_, i) => said(i) === 'not' && said(i + 1) === 'enforced');
  if (at < 1) return undefined;
  const from = instead === '' ? words[at - 1]!.span.end : words[at]!.span.start;
  return { title: instead === '' ? 'Enforce it' : `Make it ${instead} instead`, safety: 'review', edits: [{ span: { start: from, end: words[at + 1]!.span.end }, text: keyword(instead, text) }] };
}
