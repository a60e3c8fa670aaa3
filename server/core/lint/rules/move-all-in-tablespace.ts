import { rule } from '../rule.js';

export default rule({
  id: 'move-all-in-tablespace',
  summary: '`ALL IN TABLESPACE` copies everything that is there',
  severity: 'error',
  why: `
    Postgres locks every table, index or materialized view of the database that is in the tablespace with \`ACCESS EXCLUSIVE\`, one after the other, and copies their files:
    nobody reads or writes any of them until the last one is done.`,
  instead: `
    Move one by one, in the quiet hours, each in a transaction of its own and with a \`lock_timeout\`; or use the extension \`pg_repack\`, which moves a table while it is in use.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-TABLESPACE'],

  on: ['other'],
  *check({ node, keyword }) {
    if (node === 'AlterTableMoveAllStmt') yield { span: keyword, message: 'All that is in the tablespace is copied, and blocks reads and writes until the last of it is' };
  },

  examples: [
    {
      title: 'All tables, and the indexes of one owner',
      sql: `
alter table all in tablespace pg_default set tablespace pg_default;
-- ^^^^^^^^ All that is in the tablespace is copied, and blocks reads and writes until the last of it is
alter index all in tablespace pg_default owned by current_user set tablespace pg_default nowait;
-- ^^^^^^^^ All that is in the tablespace is copied, and blocks reads and writes until the last of it is
`,
    },
    {
      title: 'Other statements about tablespaces',
      sql: `
comment on tablespace pg_default is 'where all is';
`,
    },
  ],
});
