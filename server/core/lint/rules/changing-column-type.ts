import { withOldCollation } from '../collations.js';
import { rule } from '../rule.js';
import { blocked, named, onRows } from '../words.js';

export default rule({
  id: 'changing-column-type',
  aliases: ['E5', 'E10', 'alter-column-type', 'MP007', 'PGM007'],
  summary: 'A change of type that rewrites the table or its indexes',
  severity: 'error',
  why: `
    Where the stored values of the old type are none of the new one, Postgres writes the whole table and its indexes anew
    under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.
    Where only the operators differ, its indexes are built again, under the same lock.`,
  instead: `
    Add a column of the new type, keep both in step with a trigger, fill the old rows in batches, let the application change over, and drop the old column.
    Some changes cost nothing: a longer \`varchar\`, \`varchar\` to \`text\`, a larger precision of \`numeric\` with the same scale.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],

  on: ['alter-table'],
  actions: ['alter-column-type'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind !== 'alter-column-type') continue;
      // A check that is proved again is another finding, and so is a new collation.
      const touched = onRows(context.effectsOf({ ...statement, actions: [withOldCollation(action, statement.table, context)] }), context)
        .filter(it => it.rewrite || it.indexBuild);
      if (touched.length === 0) continue;

      const column = named({ name: action.column });
      const feared = touched.every(it => it.feared);
      const does = touched.some(it => it.rewrite) ? (feared ? 'may rewrite the table' : 'rewrites the table') : 'builds its indexes again';
      yield {
        span: action.span,
        message: `Changing the type of ${column} ${does}, and blocks ${blocked(touched)} meanwhile`,
        ...(feared && { severity: 'warning' as const }),
      };
    }
  },

  examples: [
    {
      title: 'From integer to bigint',
      before: `create table orders (id int primary key);`,
      sql: `
alter table orders alter column id type bigint;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Changing the type of \`id\` rewrites the table, and blocks reads and writes of \`orders\` meanwhile
`,
    },
    {
      title: 'From a type that no migration names',
      refusedWith: '42P01',
      sql: `
alter table legacy alter column id type bigint;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Changing the type of \`id\` may rewrite the table, and blocks reads and writes of \`legacy\` meanwhile
`,
    },
    {
      title: 'A longer varchar, and from varchar to text',
      before: `create table users (country varchar(255), name varchar(50));`,
      sql: `
alter table users alter column country type varchar(500);
alter table users alter column name type text;
`,
    },
    {
      title: 'A table created in the same migration',
      sql: `
create table orders (id int);
alter table orders alter column id type bigint;
`,
    },
  ],
});
