import { plain } from '../index-first.js';
import { rule } from '../rule.js';
import { keyword, named } from '../words.js';

export default rule({
  id: 'unnamed-constraint',
  summary: 'A constraint without a name',
  severity: 'off',
  why: `
    Postgres makes a name of the table and the columns, with a number behind it if that is taken; other versions and other databases make others.
    The down migration, and a later one that drops the constraint, have to guess it.`,
  instead: 'Write `CONSTRAINT name`, with the name that it would get anyhow, or a better one.',
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html'],

  on: ['alter-table'],
  actions: ['add-constraint'],
  *check(statement, { catalog, text }) {
    for (const action of statement.actions) {
      if (action.kind !== 'add-constraint' || action.constraint.name !== undefined || action.constraint.usingIndex !== undefined) continue;
      const before = new Set(catalog.table(statement.table)?.constraints.map(it => it.name));
      const name = catalog.after({ ...statement, actions: [action] }).table(statement.table)?.constraints.find(it => !before.has(it.name))?.name;
      const { start } = action.constraint.span ?? action.span;
      yield {
        span: action.constraint.span ?? action.span,
        message: name === undefined ? 'This constraint has no name' : `This constraint has no name, and will be called ${named({ name })}`,
        ...(name !== undefined && action.constraint.span && { fixes: [{ title: 'Give it that name', safety: 'review' as const, edits: [{ span: { start, end: start }, text: `${keyword('CONSTRAINT', text)} ${plain(name)} ` }] }] }),
      };
    }
  },

  examples: [
    {
      title: 'A foreign key',
      before: `
create table users (id bigint primary key);
create table orders (user_id bigint);`,
      sql: `
alter table orders add foreign key (user_id) references users not valid;
--                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This constraint has no name, and will be called \`orders_user_id_fkey\`
`,
      fixed: `
alter table orders add constraint orders_user_id_fkey foreign key (user_id) references users not valid;
`,
    },
    {
      title: 'With a name',
      before: `create table users (age int);`,
      sql: `
alter table users add constraint age_positive check (age > 0) not valid;
`,
    },
  ],
});
