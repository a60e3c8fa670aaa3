import { rule } from '../rule.js';
import { blocked, named, onRows } from '../words.js';

export default rule({
  id: 'adding-constrained-domain-column',
  summary: '`ADD COLUMN` of a domain with constraints rewrites the table',
  severity: 'error',
  why: `
    Where the column's type is a domain with a \`CHECK\` or \`NOT NULL\`, Postgres makes a value for every row and checks it, even where that is null.
    It writes the whole table and all its indexes anew under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.`,
  instead: `
    Add a column of the type that the domain is made of, with the same check on the table, \`NOT VALID\`, and validate it in a later migration.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],

  on: ['alter-table'],
  actions: ['add-column'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind !== 'add-column' || !action.column.type || action.column.type.array || !context.catalog.domain(action.column.type)?.constrained) continue;
      const rewritten = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.rewrite);
      if (rewritten.length === 0) continue;
      yield {
        span: action.span,
        message: `The constraints of the domain ${named(action.column.type)} make ${named({ name: action.column.name })} rewrite the table, and block ${blocked(rewritten)} meanwhile`,
      };
    }
  },

  examples: [
    {
      title: 'A domain with a check',
      before: `
create domain email as text check (value like '%@%');
create table users (id bigint);`,
      sql: `
alter table users add column email email;
--                ^^^^^^^^^^^^^^^^^^^^^^ The constraints of the domain \`email\` make \`email\` rewrite the table, and block reads and writes of \`users\` meanwhile
`,
    },
    {
      title: 'A domain without constraints',
      before: `
create domain email as text;
create table users (id bigint);`,
      sql: `
alter table users add column email email;
`,
    },
  ],
});
