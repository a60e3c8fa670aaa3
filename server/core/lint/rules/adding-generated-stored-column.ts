import { rule } from '../rule.js';
import { blocked, named, onRows } from '../words.js';

export default rule({
  id: 'adding-generated-stored-column',
  aliases: ['E11', 'add-serial-column', 'add-column-stored-generated', 'MP062'],
  summary: '`ADD COLUMN … GENERATED … STORED` rewrites the table',
  severity: 'error',
  why: `
    Postgres computes the expression for every row that exists.
    It writes the whole table and all its indexes anew under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.`,
  instead: `
    Since PostgreSQL 18 a \`VIRTUAL\` column is computed when it is read, and costs nothing to add.
    Before, add a plain column, keep it up to date with a trigger, and fill the old rows in batches.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-generated-columns.html'],

  on: ['alter-table'],
  actions: ['add-column'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind !== 'add-column' || action.column.generated?.as !== 'stored') continue;
      const rewritten = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.rewrite);
      if (rewritten.length === 0) continue;
      yield { span: action.span, message: `The stored column ${named({ name: action.column.name })} rewrites the table, and blocks ${blocked(rewritten)} meanwhile` };
    }
  },

  examples: [
    {
      title: 'A stored column',
      before: `create table users (first text, last text);`,
      sql: `
alter table users add column name text generated always as (first || ' ' || last) stored;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The stored column \`name\` rewrites the table, and blocks reads and writes of \`users\` meanwhile
`,
    },
    {
      title: 'Since PostgreSQL 18, a virtual one',
      before: `create table users (first text, last text);`,
      postgres: 18,
      sql: `
alter table users add column name text generated always as (first || ' ' || last) virtual;
`,
    },
    {
      title: 'A new table',
      sql: `
create table users (first text, last text);
alter table users add column name text generated always as (first || ' ' || last) stored;
`,
    },
  ],
});
