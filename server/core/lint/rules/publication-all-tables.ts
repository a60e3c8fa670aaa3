import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'publication-all-tables',
  summary: 'A publication of all tables is one of those to come, too',
  severity: 'info',
  why: `
    Every table without a primary key, and every one that will be made without, refuses \`UPDATE\` and \`DELETE\` from then on.
    Tables of secrets, logs and the migration tool's history go to the subscribers as well. Only a superuser may create it.`,
  instead: `
    Name the tables, or from PostgreSQL 15 on a schema: \`FOR TABLES IN SCHEMA app\`.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createpublication.html'],

  on: ['create-publication'],
  *check({ allTables, name, keyword }) {
    if (allTables) yield { span: keyword, message: `With ${named({ name })}, every table without a primary key refuses \`UPDATE\` and \`DELETE\`, also those that are still to come` };
  },

  examples: [
    {
      title: 'All of them',
      sql: `
create publication everything for all tables;
-- ^^^^^^^^^^^^^^^ With \`everything\`, every table without a primary key refuses \`UPDATE\` and \`DELETE\`, also those that are still to come
`,
    },
    {
      title: 'The ones that are meant',
      before: `create table orders (id bigint primary key);`,
      sql: `
create publication shop for table orders;
`,
    },
  ],
});
