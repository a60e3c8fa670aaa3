import type { Statement } from '../../sql/statement.js';
import { rule } from '../rule.js';

export default rule({
  id: 'ban-drop-owned',
  summary: '`DROP OWNED` drops whatever a role happens to own',
  severity: 'error',
  why: `
    Every table, view, function and schema of this database that the role owns is gone, and all that was granted to it is taken back.
    What that is depends on the database: on a test database it may be nothing.`,
  instead: `
    \`REASSIGN OWNED\` first: it gives everything to another role, and \`DROP OWNED\` takes back the rights that are left.`,
  sources: ['https://www.postgresql.org/docs/current/sql-drop-owned.html'],

  on: ['other'],
  *check(statement, { statements, position }) {
    if (!isOf(statement, 'DropOwnedStmt') || statements.slice(0, position).some(it => isOf(it, 'ReassignOwnedStmt'))) return;
    yield { span: statement.keyword, message: 'Drops everything in this database that the role owns' };
  },

  examples: [
    {
      title: 'Of a role that may own something',
      before: `create role clerk;`,
      sql: `
drop owned by clerk;
-- ^^^^^^^ Drops everything in this database that the role owns
drop role clerk;
`,
    },
    {
      title: 'Somebody else has it already',
      before: `create role clerk; create role chief;`,
      sql: `
reassign owned by clerk to chief;
drop owned by clerk;
drop role clerk, chief;
`,
    },
  ],
});

function isOf(statement: Statement, node: string): boolean {
  return statement.kind === 'other' && statement.node === node;
}
