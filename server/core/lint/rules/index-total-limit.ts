import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'index-total-limit',
  summary: 'A table with very many indexes',
  severity: 'off',
  why: `
    Each insert writes to all of them, and so does each update that changes an indexed column, or finds no room on its page.`,
  instead: 'Look into `pg_stat_user_indexes` for those that no query uses, and drop them.',
  sources: ['https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW'],

  on: ['create-index'],
  *check(statement, { catalog }) {
    const before = catalog.relation(statement.table);
    const after = catalog.after(statement).relation(statement.table);
    const count = after && 'indexes' in after ? after.indexes.length : 0;
    if (count > MOST && before !== after) yield { span: statement.keyword, message: `${named(statement.table)} has ${count} indexes with this one` };
  },

  examples: [
    {
      title: 'The eleventh index',
      before: `
create table t (a int unique, b int unique, c int unique, d int unique, e int unique, f int unique, g int unique, h int unique, i int unique, j int unique, k int);`,
      sql: `
create index t_k on t (k);
-- ^^^^^^^^^ \`t\` has 11 indexes with this one
`,
    },
    {
      title: 'The tenth',
      before: `
create table t (a int unique, b int unique, c int unique, d int unique, e int unique, f int unique, g int unique, h int unique, i int unique, k int);`,
      sql: `
create index t_k on t (k);
`,
    },
  ],
});

const MOST = 10;
