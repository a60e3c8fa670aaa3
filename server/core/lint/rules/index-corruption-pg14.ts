import { rule } from '../rule.js';

export default rule({
  id: 'index-corruption-pg14',
  aliases: ['pg14-index-concurrent-bug'],
  summary: 'PostgreSQL 14.0 to 14.3 may build a concurrent index with holes',
  severity: 'off',
  why: `
    In these versions, a row that is updated while the index is built may be missing from it, and nothing says so.
    A migration does not tell which of the versions of 14 will run it.`,
  instead: 'Upgrade to 14.4 or later, and rebuild what was built before.',
  sources: ['https://www.postgresql.org/docs/release/14.4/'],

  on: ['create-index', 'reindex'],
  *check(statement, { postgres }) {
    if (statement.concurrently && postgres === 14) yield { span: statement.keyword, message: 'Before PostgreSQL 14.4, an index that is built concurrently may miss rows' };
  },

  examples: [
    {
      title: 'A concurrent build',
      before: `create table users (email text);`,
      postgres: 14,
      transaction: false,
      sql: `
create index concurrently users_email on users (email);
-- ^^^^^^^^^ Before PostgreSQL 14.4, an index that is built concurrently may miss rows
`,
    },
    {
      title: 'Another version',
      before: `create table users (email text);`,
      postgres: 15,
      transaction: false,
      sql: `
create index concurrently users_email on users (email);
`,
    },
  ],
});
