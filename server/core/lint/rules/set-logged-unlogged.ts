import { rule } from '../rule.js';
import { blocked, onRows } from '../words.js';

export default rule({
  id: 'set-logged-unlogged',
  aliases: ['MP047'],
  summary: '`SET LOGGED` and `SET UNLOGGED` rewrite the table',
  severity: 'error',
  why: `
    Postgres writes the whole table and all its indexes anew under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.
    \`SET LOGGED\` writes all of it to the log as well, for replicas to follow; an unlogged table is empty after a crash.`,
  instead: `
    Create tables with the persistence that they need. Otherwise make a new table, copy the rows in batches, and let the application change over.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-LOGGED-UNLOGGED'],

  on: ['alter-table'],
  actions: ['set-logged', 'set-unlogged'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind !== 'set-logged' && action.kind !== 'set-unlogged') continue;
      const rewritten = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.rewrite);
      if (rewritten.length === 0) continue;
      const feared = rewritten.every(it => it.feared);
      yield {
        span: action.span,
        message: `A change of persistence ${feared ? 'may rewrite' : 'rewrites'} the table, and blocks ${blocked(rewritten)} meanwhile`,
        ...(feared && { severity: 'warning' as const }),
      };
    }
  },

  examples: [
    {
      title: 'A table in use',
      before: `create unlogged table users (id bigint);`,
      sql: `
alter table users set logged;
--                ^^^^^^^^^^ A change of persistence rewrites the table, and blocks reads and writes of \`users\` meanwhile
`,
    },
    {
      title: 'What it is already',
      before: `create table users (id bigint);`,
      sql: `
alter table users set logged;
`,
    },
  ],
});
