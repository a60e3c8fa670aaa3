import { rule } from '../rule.js';
import { blocked, onExisting } from '../words.js';

export default rule({
  id: 'ban-cluster',
  aliases: ['MP032', 'PGM018'],
  summary: '`CLUSTER` rewrites the table',
  severity: 'error',
  why: `
    It writes the whole table in the order of an index, and all its indexes anew, under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.
    Rows that come later are not kept in that order.`,
  instead: `
    Leave it out, or use the extension \`pg_repack\`, which orders a table while it is in use.`,
  sources: ['https://www.postgresql.org/docs/current/sql-cluster.html'],

  on: ['cluster'],
  *check(statement, context) {
    const rewritten = onExisting(context.effects, context).filter(it => it.rewrite);
    if (statement.table !== undefined && rewritten.length === 0) return;
    const all = statement.table ? blocked(rewritten) : 'reads and writes of one table after the other';
    yield { span: statement.keyword, message: `\`CLUSTER\` rewrites the table, and blocks ${all} meanwhile` };
  },

  examples: [
    {
      title: 'A table in use',
      before: `create table users (id bigint primary key);`,
      sql: `
cluster users using users_pkey;
-- ^^^^ \`CLUSTER\` rewrites the table, and blocks reads and writes of \`users\` meanwhile
`,
    },
    {
      title: 'A note for later is no rewrite',
      before: `create table users (id bigint primary key);`,
      sql: `
alter table users cluster on users_pkey;
`,
    },
  ],
});
