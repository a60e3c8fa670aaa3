import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-create-domain-with-constraint',
  summary: 'A domain with a constraint',
  severity: 'off',
  why: `
    To add a column of such a domain to a table in use writes the whole table anew, even if the column is null in every row,
    and to change the constraint reads every table that uses the domain.`,
  instead: 'Use the plain type, and a `CHECK` on each table.',
  sources: ['https://www.postgresql.org/docs/current/sql-createdomain.html'],

  on: ['create-domain'],
  *check({ constrained, name, keyword }) {
    if (constrained) yield { span: keyword, message: `A column of ${named(name)} cannot be added to a table in use without writing it anew` };
  },

  examples: [
    {
      title: 'A domain that checks',
      sql: `
create domain positive as int check (value > 0);
-- ^^^^^^^^^^ A column of \`positive\` cannot be added to a table in use without writing it anew
`,
    },
    {
      title: 'One that only gives a type a name',
      sql: `
create domain user_id as bigint;
`,
    },
  ],
});
