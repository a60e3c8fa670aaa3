import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-drop-column',
  aliases: ['drop-column', 'destructive', 'MP017', 'DS103', 'PGM009'],
  summary: '`DROP COLUMN` loses data, and breaks the application that still reads it',
  severity: 'warning',
  why: `
    What the column holds is gone for good; the down migration can bring back the column, and not its contents.
    Between the migration and the end of the deployment, queries of the old application that name the column fail.`,
  instead: `
    Release an application that no longer uses the column first, and drop the column in a later migration.
    Keep a copy of the data where it may be wanted again.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-REMOVING-A-COLUMN'],

  on: ['alter-table'],
  actions: ['drop-column'],
  *check(statement, context) {
    if ((statement.of !== 'table' && statement.of !== 'foreign-table') || context.isNew(statement.table)) return;
    const table = context.catalog.table(statement.table);
    for (const action of statement.actions) {
      if (action.kind !== 'drop-column' || context.isNewColumn(statement.table, action.column)) continue;
      // Every migration was understood, and none has made it: IF EXISTS finds nothing to drop.
      if (action.ifExists && context.catalog.complete && table && !table.columns.has(action.column)) continue;
      yield {
        span: action.span,
        message: `Dropping ${named({ name: action.column })} of ${named(statement.table)} loses its data, and breaks applications that still use it`,
      };
    }
  },

  examples: [
    {
      title: 'A column in use',
      before: `create table users (id bigint, email text);`,
      sql: `
alter table users drop column email;
--                ^^^^^^^^^^^^^^^^^ Dropping \`email\` of \`users\` loses its data, and breaks applications that still use it
`,
    },
    {
      title: 'A column, or a table, that the same migration has made',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column scratch text;
alter table users drop column scratch;
create temporary table import (id bigint, email text);
alter table import drop column email;
`,
    },
  ],
});
