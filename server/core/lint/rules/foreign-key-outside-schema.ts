import { CONSTRAINING, constraintsIn } from '../constraints.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'foreign-key-outside-schema',
  summary: 'A foreign key to a table of another schema',
  severity: 'off',
  why: `
    Where schemas are modules or tenants, a reference across them ties them together:
    neither can be dumped, moved or dropped without the other.`,
  instead: 'Keep the key of the other module as a plain column.',
  sources: ['https://www.postgresql.org/docs/current/ddl-schemas.html'],

  on: ['create-table', 'alter-table'],
  actions: CONSTRAINING,
  *check(statement, { catalog }) {
    const made = constraintsIn(statement, catalog).filter(it => it.constraint.references);
    if (made.length === 0) return;
    const { schema } = catalog.fullName(statement.table);
    for (const { constraint, span } of made) {
      const other = catalog.fullName(constraint.references!.table).schema;
      if (other !== schema) yield { span, message: `${named(statement.table)} is in ${named({ name: schema })}, and refers to a table in ${named({ name: other })}` };
    }
  },

  examples: [
    {
      title: 'Across schemas',
      before: `
create schema billing;
create table users (id bigint primary key);`,
      sql: `
create table billing.invoices (id bigint primary key, user_id bigint references public.users);
--                                                                   ^^^^^^^^^^^^^^^^^^^^^^^ \`billing.invoices\` is in \`billing\`, and refers to a table in \`public\`
`,
    },
    {
      title: 'In one schema',
      before: `create table users (id bigint primary key);`,
      sql: `
create table public.orders (id bigint primary key, user_id bigint references users);
`,
    },
  ],
});
