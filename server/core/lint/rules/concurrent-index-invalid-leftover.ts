import { leavesInvalid, dropFirst } from '../invalid-index.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'concurrent-index-invalid-leftover',
  aliases: ['MP070'],
  summary: 'A failed concurrent build has to be cleaned up by hand',
  severity: 'off',
  why: `
    A concurrent build that fails or is cancelled leaves its index behind: invalid, useless to queries, and kept up to date by every write.
    The next attempt fails because the name is taken.`,
  instead: '`DROP INDEX CONCURRENTLY IF EXISTS` before the index is built, so that the migration can be run again.',
  sources: ['https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY'],

  on: ['create-index'],
  *check(statement, context) {
    if (statement.ifNotExists || !leavesInvalid(statement, context)) return;
    yield {
      span: statement.keyword,
      message: `If the build of ${named({ name: statement.name!.name })} fails, somebody has to drop it before the next attempt`,
      ...(context.oneByOne && { fixes: [dropFirst(statement, context)] }),
    };
  },

  examples: [
    {
      title: 'A concurrent index',
      before: `create table users (email text);`,
      transaction: false,
      sql: `
create index concurrently users_email on users (email);
-- ^^^^^^^^^ If the build of \`users_email\` fails, somebody has to drop it before the next attempt
`,
      fixed: `
drop index concurrently if exists users_email;
create index concurrently users_email on users (email);
`,
    },
    {
      title: 'What a failed attempt has left is dropped before',
      before: `create table users (email text);`,
      transaction: false,
      sql: `
drop index concurrently if exists users_email;
create index concurrently users_email on users (email);
`,
    },
  ],
});
