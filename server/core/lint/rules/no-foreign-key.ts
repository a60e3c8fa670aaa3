import { CONSTRAINING, constraintsIn } from '../constraints.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'no-foreign-key',
  summary: 'A foreign key, where the project wants none',
  severity: 'off',
  why: `
    Some teams keep references in the application, because they spread their tables over several databases, or load them in any order.`,
  instead: 'Leave the constraint out, and look after orphans otherwise.',
  sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],

  on: ['create-table', 'alter-table'],
  actions: CONSTRAINING,
  *check(statement, { catalog }) {
    for (const { constraint, span } of constraintsIn(statement, catalog)) {
      if (constraint.references) yield { span, message: `A foreign key to ${named(constraint.references.table)}, where none is wanted` };
    }
  },

  examples: [
    {
      title: 'A foreign key',
      before: `create table users (id bigint primary key);`,
      sql: `
create table orders (id bigint primary key, user_id bigint references users);
--                                                         ^^^^^^^^^^^^^^^^ A foreign key to \`users\`, where none is wanted
`,
    },
    {
      title: 'A plain column',
      sql: `
create table orders (id bigint primary key, user_id bigint);
`,
    },
  ],
});
