import { rule } from '../rule.js';
import { blocked, named, onRows } from '../words.js';

export default rule({
  id: 'adding-serial-column',
  aliases: ['E11', 'add-serial-column', 'add-column-serial', 'MP015'],
  summary: '`ADD COLUMN` of a serial or an identity column rewrites the table',
  severity: 'error',
  why: `
    Every row that exists gets a number of its own.
    Postgres writes the whole table and all its indexes anew under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.`,
  instead: `
    Add a plain column, create a sequence, set \`nextval\` of it as the default for new rows, and fill the old rows in batches.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],

  on: ['alter-table'],
  actions: ['add-column'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind !== 'add-column') continue;
      const { column } = action;
      const serial = column.type?.serial === true;
      if (!serial && column.generated?.as !== 'identity') continue;
      const rewritten = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.rewrite);
      if (rewritten.length === 0) continue;
      const what = serial ? 'serial' : 'identity';
      yield { span: action.span, message: `The ${what} column ${named({ name: column.name })} rewrites the table, and blocks ${blocked(rewritten)} meanwhile` };
    }
  },

  examples: [
    {
      title: 'A serial column, and an identity column',
      before: `
create table users (name text);
create table orders (name text);`,
      sql: `
alter table users add column id bigserial;
--                ^^^^^^^^^^^^^^^^^^^^^^^ The serial column \`id\` rewrites the table, and blocks reads and writes of \`users\` meanwhile
alter table orders add column id bigint generated always as identity;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The identity column \`id\` rewrites the table, and blocks reads and writes of \`orders\` meanwhile
`,
    },
    {
      title: 'A column that is there becomes an identity',
      before: `create table users (id bigint not null);`,
      sql: `
alter table users alter column id add generated always as identity;
`,
    },
    {
      title: 'A new table',
      sql: `
create table users (name text);
alter table users add column id bigserial;
`,
    },
  ],
});
