import { filledLater } from '../neighbours.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-delete-without-where',
  aliases: ['delete-without-where', 'MP067', 'PGM303'],
  summary: '`DELETE` without a condition loses all rows',
  severity: 'warning',
  why: `
    All rows are gone, and no down migration brings them back.
    Until the transaction ends they are locked, one by one, and their space stays in use until the table has been vacuumed.`,
  instead: `
    Say which rows. To empty a large table, delete in batches outside of migrations.`,
  sources: ['https://www.postgresql.org/docs/current/sql-delete.html'],

  on: ['insert', 'update', 'delete', 'merge', 'select'],
  *check({ kind, target, where, always, reads, limited, never, keyword }, context) {
    if (kind !== 'delete' || target === undefined || (where && !always) || never || limited || reads.length > 0 || context.isNew(target) || context.emptied(target) !== undefined) return;
    // Rows that are computed anew are no loss.
    if (filledLater(target, context)) return;
    yield { span: keyword, message: `Deletes all rows of ${named(target)}` };
  },

  examples: [
    {
      title: 'All rows of a table in use',
      before: `create table sessions (id bigint); create table tokens (id bigint);`,
      sql: `
delete from sessions;
-- ^^^^^^^^ Deletes all rows of \`sessions\`
delete from tokens where true;
-- ^^^^^^^^ Deletes all rows of \`tokens\`
`,
    },
    {
      title: 'Rows that are computed anew',
      before: `create table totals (day date, total bigint);`,
      sql: `
delete from totals;
insert into totals select now(), 0;
`,
    },
    {
      title: 'Some rows, and those of a new table',
      before: `create table sessions (id bigint);`,
      sql: `
delete from sessions where id < 100;
create table import (id bigint);
delete from import;
`,
    },
  ],
});
