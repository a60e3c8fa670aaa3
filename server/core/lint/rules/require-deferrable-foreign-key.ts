import { CONSTRAINING, constraintsIn } from '../constraints.js';
import { rule } from '../rule.js';
import { keyword, named } from '../words.js';

export default rule({
  id: 'require-deferrable-foreign-key',
  aliases: ['MP074'],
  summary: 'A foreign key that is checked at once, always',
  severity: 'off',
  why: `
    Rows that refer to one another have to come in the right order, in every import and every test.
    A deferrable foreign key can wait until the end of a transaction that asks for it.`,
  instead: 'Write `DEFERRABLE`: it is checked at once as before, unless a transaction says `SET CONSTRAINTS … DEFERRED`.',
  sources: ['https://www.postgresql.org/docs/current/sql-set-constraints.html'],

  on: ['create-table', 'alter-table'],
  actions: CONSTRAINING,
  *check(statement, { catalog, text }) {
    for (const { constraint, span } of constraintsIn(statement, catalog)) {
      if (!constraint.references || constraint.deferrable) continue;
      yield {
        span,
        message: `The foreign key to ${named(constraint.references.table)} cannot be deferred`,
        ...(!/\bdeferrable\b/i.test(text.slice(span.start, span.end)) && { fixes: [{ title: 'Make it deferrable', safety: 'review' as const, edits: [{ span: { start: span.end, end: span.end }, text: ` ${keyword('DEFERRABLE', text)}` }] }] }),
      };
    }
  },

  examples: [
    {
      title: 'Checked at once',
      before: `create table users (id bigint primary key);`,
      sql: `
create table orders (id bigint primary key, user_id bigint references users not null);
--                                                         ^^^^^^^^^^^^^^^^ The foreign key to \`users\` cannot be deferred
`,
      fixed: `
create table orders (id bigint primary key, user_id bigint references users deferrable not null);
`,
    },
    {
      title: 'Deferrable',
      before: `create table users (id bigint primary key);`,
      sql: `
create table orders (id bigint primary key, user_id bigint references users deferrable initially deferred);
`,
    },
  ],
});
