import { rule } from '../rule.js';

export default rule({
  id: 'ban-drop-database',
  aliases: ['drop-database', 'MP034'],
  summary: '`DROP DATABASE` in a migration',
  severity: 'error',
  why: `
    Everything in the database is gone for good, and no migration tool keeps its history anywhere else.
    Postgres runs it outside a transaction only, and from a connection to another database.`,
  instead: `
    Drop databases by hand, with a backup at hand.`,
  sources: ['https://www.postgresql.org/docs/current/sql-dropdatabase.html'],

  on: ['other'],
  *check({ node, keyword }) {
    if (node === 'DropdbStmt') yield { span: keyword, message: 'Dropping a database loses everything in it' };
  },

  examples: [
    {
      title: 'A database',
      transaction: false,
      refusedWith: '3D000',
      sql: `
drop database shop;
-- ^^^^^^^^^^ Dropping a database loses everything in it
`,
    },
    {
      title: 'A table is no database',
      before: `create table shop (id bigint);`,
      sql: `
drop table shop;
`,
    },
  ],
});
