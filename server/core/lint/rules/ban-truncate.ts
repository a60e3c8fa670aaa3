import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-truncate',
  aliases: ['truncate', 'PGM203'],
  summary: '`TRUNCATE` of a table in use',
  severity: 'warning',
  why: `
    All rows are gone, and no down migration brings them back.
    \`TRUNCATE\` holds an \`ACCESS EXCLUSIVE\` lock until the transaction ends: nobody reads or writes meanwhile.`,
  instead: `
    Delete the rows in batches, or keep them in a renamed table until nobody misses them.`,
  sources: ['https://www.postgresql.org/docs/current/sql-truncate.html'],

  on: ['truncate'],
  *check({ tables, cascade, keyword }, { isNew }) {
    // What CASCADE empties is another finding, which says it all.
    if (cascade) return;
    for (const name of tables) {
      if (!isNew(name)) yield { span: name.span ?? keyword, message: `Truncating ${named(name)} loses all its rows` };
    }
  },

  examples: [
    {
      title: 'A table in use',
      before: `create table sessions (id bigint);`,
      sql: `
truncate sessions;
--       ^^^^^^^^ Truncating \`sessions\` loses all its rows
`,
    },
    {
      title: 'A temporary table',
      sql: `
create temporary table import (id bigint);
truncate import;
`,
    },
  ],
});
