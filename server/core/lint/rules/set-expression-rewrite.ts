import { rule } from '../rule.js';
import { blocked, named, onRows } from '../words.js';

export default rule({
  id: 'set-expression-rewrite',
  summary: '`SET EXPRESSION` of a stored column rewrites the table',
  severity: 'error',
  why: `
    Postgres computes the new expression for every row that exists.
    It writes the whole table and all its indexes anew under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.`,
  instead: `
    Add a column beside it, keep it up to date with a trigger, fill the old rows in batches, and let the application change over.
    The expression of a \`VIRTUAL\` column (PostgreSQL 18) can be changed at no cost.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-EXPRESSION'],

  on: ['alter-table'],
  actions: ['set-expression'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind !== 'set-expression') continue;
      const rewritten = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.rewrite);
      if (rewritten.length === 0) continue;
      const feared = rewritten.every(it => it.feared);
      yield {
        span: action.span,
        message: `A new expression for ${named({ name: action.column })} ${feared ? 'may rewrite' : 'rewrites'} the table, and blocks ${blocked(rewritten)} meanwhile`,
        ...(feared && { severity: 'warning' as const }),
      };
    }
  },

  examples: [
    {
      title: 'A stored column',
      before: `create table goods (price int, gross int generated always as (price * 2) stored);`,
      sql: `
alter table goods alter column gross set expression as (price * 3);
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ A new expression for \`gross\` rewrites the table, and blocks reads and writes of \`goods\` meanwhile
`,
    },
    {
      title: 'A virtual column',
      before: `create table goods (price int, gross int generated always as (price * 2) virtual);`,
      sql: `
alter table goods alter column gross set expression as (price * 3);
`,
    },
  ],
});
