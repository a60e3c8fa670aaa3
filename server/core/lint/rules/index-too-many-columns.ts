import { rule } from '../rule.js';

export default rule({
  id: 'index-too-many-columns',
  summary: 'An index of more columns than queries make use of',
  severity: 'info',
  why: `
    A B-tree is searched by its first columns; what comes behind the first that a query does not compare is only carried along.
    Each column makes the index larger, and rules out cheap updates of rows in place.`,
  instead: `
    Keep the columns that queries compare, the most selective equality first.
    What they only read can go into \`INCLUDE\`.`,
  sources: ['https://www.postgresql.org/docs/current/indexes-multicolumn.html'],

  on: ['create-index'],
  *check({ unique, method, columns, keyword }) {
    if (!unique && method === 'btree' && columns.length > MOST) yield { span: keyword, message: `This index has ${columns.length} columns: few queries make use of more than ${MOST}` };
  },

  examples: [
    {
      title: 'Six columns',
      before: `create table t (a int, b int, c int, d int, e int, f int);`,
      sql: `
create index t_all on t (a, b, c, d, e, f);
-- ^^^^^^^^^ This index has 6 columns: few queries make use of more than 5
`,
    },
    {
      title: 'Unique, or with columns that it only carries',
      before: `create table t (a int, b int, c int, d int, e int, f int);`,
      sql: `
create unique index t_key on t (a, b, c, d, e, f);
create index t_some on t (a, b) include (c, d, e, f);
`,
    },
  ],
});

const MOST = 5;
