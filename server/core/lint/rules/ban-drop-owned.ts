import type { Statement } from '../../sql/statement.js';
import { rule } from '../rule.js';

/** Roles outlive the database of an example. */
const CLERK = `do $$ begin if not exists (select from pg_roles where rolname = 'clerk') then create role clerk; end if; end $$;`;

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
      before: CLERK,
      sql: `
drop owned by clerk;
-- ^^^^^^^ Drops everything in this database that the role owns
`,
    },
    {
      title: 'Somebody else has it already',
      before: CLERK,
      sql: `
reassign owned by clerk to current_user;
drop owned by clerk;
`,
    },
  ],
});

function isOf(statement: Statement, node: string): boolean {
  return statement.kind === 'other' && statement.node === node;
}
