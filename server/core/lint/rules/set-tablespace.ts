import { rewriting } from '../rewriting.js';

export default rewriting({
  id: 'set-tablespace',
  aliases: ['MP095'],
  summary: '`SET TABLESPACE` copies the table',
  why: `
    Postgres copies all files of the table to the other place under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.`,
  instead: `
    Make a new table there, copy the rows in batches, and let the application change over; or use the extension \`pg_repack\`, which moves a table while it is in use.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-TABLESPACE'],

  action: 'set-tablespace',
  thing: 'tablespace',
  does: ['copies', 'may copy'],
  written: 'set tablespace fast',
  already: 'set tablespace pg_default',
});
