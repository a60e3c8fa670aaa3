import { rewriting } from '../rewriting.js';

export default rewriting({
  id: 'set-access-method',
  summary: '`SET ACCESS METHOD` rewrites the table',
  why: `
    Postgres writes the whole table and all its indexes anew under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.`,
  instead: `
    Make a new table of that access method, copy the rows in batches, and let the application change over.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-ACCESS-METHOD'],

  action: 'set-access-method',
  thing: 'access method',
  does: ['rewrites', 'may rewrite'],
  written: 'set access method columnar',
  already: 'set access method heap',
});
