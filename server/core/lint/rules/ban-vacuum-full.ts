import { rule } from '../rule.js';
import { blocked, onExisting } from '../words.js';

export default rule({
  id: 'ban-vacuum-full',
  aliases: ['vacuum-full', 'MP006', 'PGM021'],
  summary: '`VACUUM FULL` rewrites the table',
  severity: 'error',
  why: `
    It writes the whole table and all its indexes anew under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done,
    and for that long the disk holds the table twice.`,
  instead: `
    Plain \`VACUUM\` blocks nobody. To give space back to the system while the table is in use, there is the extension \`pg_repack\`.`,
  sources: ['https://www.postgresql.org/docs/current/sql-vacuum.html'],

  on: ['vacuum', 'analyze'],
  *check(statement, context) {
    if (statement.kind !== 'vacuum' || !statement.full) return;
    const rewritten = onExisting(context.effects, context).filter(it => it.rewrite);
    if (statement.tables.length > 0 && rewritten.length === 0) return;
    const few = statement.tables.length > 0 ? blocked(rewritten) : 'reads and writes of one table after the other';
    yield { span: statement.keyword, message: `\`VACUUM FULL\` rewrites the table, and blocks ${few} meanwhile` };
  },

  examples: [
    {
      title: 'A table in use',
      before: `create table users (id bigint);`,
      transaction: false,
      sql: `
vacuum full users;
-- ^^^ \`VACUUM FULL\` rewrites the table, and blocks reads and writes of \`users\` meanwhile
`,
    },
    {
      title: 'Plain, whatever the spelling',
      before: `create table users (id bigint);`,
      transaction: false,
      sql: `
vacuum users;
vacuum (full false) users;
`,
    },
  ],
});
