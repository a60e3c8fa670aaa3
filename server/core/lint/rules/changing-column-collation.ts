import { withOldCollation } from '../collations.js';
import { rule } from '../rule.js';
import { blocked, named, onRows } from '../words.js';

export default rule({
  id: 'changing-column-collation',
  aliases: ['MP089', 'changing-column-type'],
  summary: 'Another collation has the indexes of a column built again',
  severity: 'warning',
  why: `
    Rows sort by the new collation from then on, and indexes are sorted by it: Postgres builds each one on the column again under an \`ACCESS EXCLUSIVE\` lock,
    and nobody reads or writes until it is done. No row is written.
    A \`TYPE\` that names no collation takes away the one that the column had.`,
  instead: `
    Write the collation where it is needed, \`ORDER BY name COLLATE "C"\`, with an index of its own that is built concurrently;
    or drop the indexes concurrently first, and build them again concurrently after.`,
  sources: ['https://www.postgresql.org/docs/current/collation.html'],

  on: ['alter-table'],
  actions: ['alter-column-type'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind !== 'alter-column-type') continue;
      const rebuilt = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.indexBuild);
      if (rebuilt.length === 0) continue;
      const anyway = context.effectsOf({ ...statement, actions: [withOldCollation(action, statement.table, context)] }).relations.some(it => it.indexBuild || it.rewrite);
      if (!anyway) yield { span: action.span, message: `The new collation of ${named({ name: action.column })} has its indexes built again, and blocks ${blocked(rebuilt)} meanwhile` };
    }
  },

  examples: [
    {
      title: 'A column with an index',
      before: `
create table users (name text);
create index on users (name);`,
      sql: `
alter table users alter column name type text collate "C";
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The new collation of \`name\` has its indexes built again, and blocks reads and writes of \`users\` meanwhile
`,
    },
    {
      title: 'Without an index',
      before: `create table users (name text);`,
      sql: `
alter table users alter column name type text collate "C";
`,
    },
  ],
});
