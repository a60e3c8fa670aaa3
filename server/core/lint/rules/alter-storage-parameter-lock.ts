import { blocks } from '../../sql/locks.js';
import { rule } from '../rule.js';
import { named, onRows } from '../words.js';

export default rule({
  id: 'alter-storage-parameter-lock',
  summary: 'How a column is stored changes nothing that is stored already',
  severity: 'info',
  why: `
    \`SET STORAGE\` and \`SET COMPRESSION\` lock out everybody for a moment, and hold for new values only:
    the rows that are there keep the form that they have until they are written again.`,
  instead: `
    Say it when the column is made. Otherwise rewrite the rows in batches, or leave them as they are.
    \`SET STATISTICS\` and storage parameters such as \`fillfactor\` lock out nobody who reads or writes.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-STORAGE'],

  on: ['alter-table'],
  actions: ['set-storage', 'set-compression'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind !== 'set-storage' && action.kind !== 'set-compression') continue;
      if (context.isNewColumn(statement.table, action.column)) continue;
      const locked = onRows(context.effectsOf({ ...statement, actions: [action] }), context).some(it => blocks(it.lock) === 'reads and writes');
      if (locked) yield { span: action.span, message: `Locks ${named(statement.table)} for a moment, and changes no value of ${named({ name: action.column })} that is stored already` };
    }
  },

  examples: [
    {
      title: 'A column with values',
      before: `create table pages (body text);`,
      sql: `
alter table pages alter column body set storage external;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Locks \`pages\` for a moment, and changes no value of \`body\` that is stored already
`,
    },
    {
      title: 'A new table, and what locks out nobody',
      before: `create table pages (body text);`,
      sql: `
alter table pages alter column body set statistics 500, set (fillfactor = 90);
create table notes (body text);
alter table notes alter column body set compression pglz;
`,
    },
  ],
});
