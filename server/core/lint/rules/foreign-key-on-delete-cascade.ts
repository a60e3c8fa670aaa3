import { CONSTRAINING, constraintsIn } from '../constraints.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'foreign-key-on-delete-cascade',
  summary: 'A foreign key that deletes rows by itself',
  severity: 'off',
  why: `
    One \`DELETE\` in the referenced table deletes any number of rows here, and in what refers to them in turn, in one transaction.`,
  instead: 'Delete what refers to a row first, in batches, or mark it as deleted.',
  sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],

  on: ['create-table', 'alter-table'],
  actions: CONSTRAINING,
  *check(statement, { catalog }) {
    for (const { constraint, span } of constraintsIn(statement, catalog)) {
      if (constraint.references?.onDelete !== 'cascade') continue;
      yield { span, message: `Deleting a row of ${named(constraint.references.table)} deletes those of ${named(statement.table)} that refer to it` };
    }
  },

  examples: [
    {
      title: 'A cascade',
      before: `create table users (id bigint primary key);`,
      sql: `
create table orders (id bigint primary key, user_id bigint references users on delete cascade);
--                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Deleting a row of \`users\` deletes those of \`orders\` that refer to it
`,
    },
    {
      title: 'Another action',
      before: `create table users (id bigint primary key);`,
      sql: `
create table orders (id bigint primary key, user_id bigint references users on delete set null);
`,
    },
  ],
});
