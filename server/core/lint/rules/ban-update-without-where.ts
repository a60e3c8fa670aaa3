import { changedWhileClosed } from '../locked-out.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-update-without-where',
  aliases: ['update-in-migration', 'MP011', 'PGM302'],
  summary: '`UPDATE` of all rows in one statement',
  severity: 'warning',
  why: `
    Each row is written anew, and locked until the transaction ends: whoever wants to change one waits.
    The old versions stay until the table has been vacuumed, so that it may be twice as large afterwards, and replicas fall behind.`,
  instead: `
    Change the rows in batches of some thousands, each in its own transaction, outside of the migration that changes the schema.
    A constant for a new column needs no \`UPDATE\`: give it as the \`DEFAULT\` of \`ADD COLUMN\`, which writes nothing.`,
  sources: ['https://www.postgresql.org/docs/current/sql-update.html', 'https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY'],

  on: ['insert', 'update', 'delete', 'merge', 'select'],
  *check(statement, context) {
    const { kind, target, where, always, whereNull, never, keyword } = statement;
    if (kind !== 'update' || target === undefined || never || context.isNew(target) || context.emptied(target) === 'truncated') return;
    // In a column that is new all rows are NULL.
    const all = !where || always || (whereNull?.every(it => context.isNewColumn(target, it)) ?? false);
    if (!all || changedWhileClosed(statement, context)) return;
    yield { span: keyword, message: `Changes all rows of ${named(target)} at once` };
  },

  examples: [
    {
      title: 'All rows of a table in use',
      before: `create table users (id bigint, active boolean);`,
      sql: `
update users set active = true;
-- ^^^ Changes all rows of \`users\` at once
update users set active = false where 1 = 1;
-- ^^^ Changes all rows of \`users\` at once
`,
    },
    {
      title: 'A column that is empty everywhere',
      before: `create table users (id bigint);`,
      transaction: false,
      sql: `
alter table users add column active boolean;
update users set active = true where active is null;
-- ^^^ Changes all rows of \`users\` at once
`,
    },
    {
      title: 'Some rows, and those of a new table',
      before: `create table users (id bigint, active boolean);`,
      sql: `
update users set active = true where id < 1000;
create table imported (id bigint, active boolean);
update imported set active = true;
`,
    },
  ],
});
