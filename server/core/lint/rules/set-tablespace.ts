import { rule } from '../rule.js';
import { blocked, onRows } from '../words.js';

export default rule({
  id: 'set-tablespace',
  aliases: ['MP095'],
  summary: '`SET TABLESPACE` copies the table',
  severity: 'error',
  why: `
    Postgres copies all files of the table to the other place under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.`,
  instead: `
    Make a new table there, copy the rows in batches, and let the application change over; or use the extension \`pg_repack\`, which moves a table while it is in use.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-TABLESPACE'],

  on: ['alter-table'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind !== 'set-tablespace') continue;
      const rewritten = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.rewrite);
      if (rewritten.length === 0) continue;
      const feared = rewritten.every(it => it.feared);
      yield {
        span: action.span,
        message: `Another tablespace ${feared ? 'may copy' : 'copies'} the table, and blocks ${blocked(rewritten)} meanwhile`,
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
alter table users set tablespace fast;
--                ^^^^^^^^^^^^^^^^^^^ Another tablespace copies the table, and blocks reads and writes of \`users\` meanwhile
`,
    },
    {
      title: 'Where it is already',
      before: `create table users (id bigint);`,
      sql: `
alter table users set tablespace pg_default;
`,
    },
  ],
});
