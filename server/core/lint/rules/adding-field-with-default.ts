import { rule } from '../rule.js';
import { blocked, named, onRows } from '../words.js';

export default rule({
  id: 'adding-field-with-default',
  summary: '`ADD COLUMN` with a default that rewrites the table',
  severity: 'error',
  why: `
    Postgres has to compute a volatile default, such as \`random()\` or \`gen_random_uuid()\`, for every row that exists.
    It writes the whole table and all its indexes anew under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.
    Since PostgreSQL 11 a default that is not volatile, \`now()\` among them, is stored once and costs nothing; before, every default rewrote the table.`,
  instead: `
    Add the column without a default, then \`ALTER COLUMN … SET DEFAULT\`, which holds for new rows only, and fill the old rows in batches.`,
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
    'https://www.postgresql.org/docs/11/release-11.html',
  ],

  on: ['alter-table'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind !== 'add-column' || !action.column.default) continue;
      const { column } = action;
      const expression = column.default!;
      const all = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.rewrite);
      if (all.length === 0) continue;
      const { default: _, ...plain } = column;
      const without = context.effectsOf({ ...statement, actions: [{ ...action, column: plain }] }).relations.filter(it => it.rewrite).map(it => it.relation.name);
      const rewritten = all.filter(it => !without.includes(it.relation.name));
      if (rewritten.length === 0) continue;

      const feared = rewritten.every(it => it.feared);
      yield {
        span: expression.span ?? action.span,
        message: `The default of ${named({ name: column.name })} ${feared ? 'may rewrite' : 'rewrites'} the table, and blocks ${blocked(rewritten)} meanwhile`,
        ...(feared && { severity: 'warning' as const }),
      };
    }
  },

  examples: [
    {
      title: 'A volatile default',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column token uuid default gen_random_uuid();
--                                              ^^^^^^^^^^^^^^^^^ The default of \`token\` rewrites the table, and blocks reads and writes of \`users\` meanwhile
`,
    },
    {
      title: 'Before PostgreSQL 11 every default rewrites the table',
      before: `create table users (id bigint);`,
      postgres: 10,
      sql: `
alter table users add column active boolean default true;
--                                                  ^^^^ The default of \`active\` rewrites the table, and blocks reads and writes of \`users\` meanwhile
`,
    },
    {
      title: 'A function that no migration has defined may be volatile',
      before: `create table users (id bigint);`,
      refusedWith: '42883',
      sql: `
alter table users add column code text default new_code();
--                                             ^^^^^^^^^^ The default of \`code\` may rewrite the table, and blocks reads and writes of \`users\` meanwhile
`,
    },
    {
      title: 'Constants and stable functions are stored once',
      before: `create table users (id bigint);`,
      sql: `
alter table users
  add column active boolean not null default true,
  add column score int default -1,
  add column seen timestamptz default now() - interval '1 day';
`,
    },
    {
      title: 'The column first, its default for new rows after',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column token uuid;
alter table users alter column token set default gen_random_uuid();
`,
    },
    {
      title: 'A new table has no rows to write anew',
      sql: `
create table users (id bigint);
alter table users add column token uuid default gen_random_uuid();
`,
    },
  ],
});
