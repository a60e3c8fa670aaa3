import { rule } from '../rule.js';
import { blocked, onRows } from '../words.js';

export default rule({
  id: 'set-access-method',
  summary: '`SET ACCESS METHOD` rewrites the table',
  severity: 'error',
  why: `
    Postgres writes the whole table and all its indexes anew under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.`,
  instead: `
    Make a new table of that access method, copy the rows in batches, and let the application change over.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-ACCESS-METHOD'],

  on: ['alter-table'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind !== 'set-access-method') continue;
      const rewritten = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.rewrite);
      if (rewritten.length === 0) continue;
      const feared = rewritten.every(it => it.feared);
      yield {
        span: action.span,
        message: `Another access method ${feared ? 'may rewrite' : 'rewrites'} the table, and blocks ${blocked(rewritten)} meanwhile`,
        ...(feared && { severity: 'warning' as const }),
      };
    }
  },

  examples: [
    {
      title: 'A table in use',
      before: `create table users (id bigint);`,
      refusedWith: '42704',
      sql: `
alter table users set access method columnar;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^ Another access method rewrites the table, and blocks reads and writes of \`users\` meanwhile
`,
    },
    {
      title: 'What it is already',
      before: `create table users (id bigint);`,
      sql: `
alter table users set access method heap;
`,
    },
  ],
});
