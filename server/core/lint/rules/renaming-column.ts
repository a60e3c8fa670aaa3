import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'renaming-column',
  aliases: ['rename-column', 'incompatible', 'MP010', 'MP071', 'BC102', 'PGM505'],
  summary: '`RENAME COLUMN` breaks the application that still uses the old name',
  severity: 'warning',
  why: `
    Renaming is instant for Postgres on every version, and for nobody else:
    from that moment queries of the old application fail, and those of the new one failed until then.`,
  instead: `
    Add a column of the new name, keep both in step with a trigger, fill the old rows, let the application change over, and drop the old column.
    Or rename the table and put a view of the old name and the old column in its place, in one transaction.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-RENAME'],

  on: ['rename'],
  *check(statement, context) {
    const { object, name, from, to } = statement;
    if (object !== 'column' || from === undefined || context.isNew(name) || context.isNewColumn(name, from)) return;
    if ((statement.of ?? 'table') !== 'table' && statement.of !== 'foreign-table') return;
    if (context.catalog.view(name)) return;
    yield {
      span: statement.keyword,
      message: `Renaming ${named({ name: from })} of ${named(name)} to ${named({ name: to })} breaks applications that use the old name`,
    };
  },

  examples: [
    {
      title: 'A column in use',
      before: `create table users (mail text);`,
      sql: `
alter table users rename column mail to email;
-- ^^^^^^^^ Renaming \`mail\` of \`users\` to \`email\` breaks applications that use the old name
`,
    },
    {
      title: 'A column that the same migration has made',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column mail text;
alter table users rename column mail to email;
`,
    },
    {
      title: 'A column of a view',
      before: `
create table users (mail text);
create view people as select mail from users;`,
      sql: `
alter view people rename column mail to email;
`,
    },
  ],
});
