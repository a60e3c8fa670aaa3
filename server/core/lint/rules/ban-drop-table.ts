import type { Name } from '../../sql/identifier.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-drop-table',
  aliases: ['drop-table', 'destructive', 'MP026', 'DS102', 'PGM201'],
  summary: '`DROP TABLE` loses data, and breaks the application that still reads it',
  severity: 'warning',
  why: `
    All rows are gone for good; the down migration can bring back the table, and not its contents.
    Between the migration and the end of the deployment, queries of the old application that name the table fail.
    Tables that it references are locked as well.`,
  instead: `
    Release an application that no longer uses the table first.
    Renaming it, and dropping it some releases later, leaves a way back.`,
  sources: ['https://www.postgresql.org/docs/current/sql-droptable.html'],

  on: ['drop'],
  *check(statement, context) {
    if (statement.object !== 'table' && statement.object !== 'foreign-table') return;
    for (const name of statement.names) {
      if (context.isNew(name)) continue;
      if (statement.ifExists && isAbsent(name, context)) continue;
      yield {
        span: name.span ?? statement.keyword,
        message: `Dropping ${named(name)} loses its data, and breaks applications that still use it`,
      };
    }
  },

  examples: [
    {
      title: 'A table in use',
      before: `create table users (id bigint);`,
      sql: `
drop table users;
--         ^^^^^ Dropping \`users\` loses its data, and breaks applications that still use it
`,
    },
    {
      title: 'A table that the same migration has made, and a temporary one',
      sql: `
create table scratch (id bigint);
drop table scratch;
create temporary table import (id bigint);
drop table if exists import;
`,
    },
  ],
});

/**
 * Every migration was understood, and none has made it. Before the first table there is nothing to know it by,
 * except that a script makes what it has just dropped.
 */
function isAbsent(name: Name, { catalog, statements, position }: Context): boolean {
  if (!catalog.complete || catalog.relation(name)) return false;
  const isMade = () => statements.slice(position).some(it => it.kind === 'create-table' && it.table.name === name.name);
  return [...catalog.relations()].length > 0 || isMade();
}
