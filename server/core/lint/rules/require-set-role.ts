import { rule } from '../rule.js';
import { isSet } from '../variables.js';
import { keyword as cased } from '../words.js';

export default rule({
  id: 'require-set-role',
  summary: 'What is created belongs to whoever runs the migration',
  severity: 'off',
  why: `
    The owner of an object is the role that creates it. Migrations that are run by different people leave objects that the next of them may not change,
    and default privileges of the common role do not apply to them.`,
  instead: `
    \`SET ROLE\` to the role that owns the schema before anything is created, or let the tool connect as it.`,
  sources: ['https://www.postgresql.org/docs/current/sql-set-role.html'],

  oncePerTransaction: true,
  on: ['create-table', 'create-table-as', 'create-view', 'create-sequence', 'create-type', 'create-domain', 'create-function', 'create-schema'],
  *check({ keyword }, context) {
    if (isSet('role', context) || isSet('session_authorization', context)) return;
    yield {
      span: keyword,
      message: 'This will belong to whoever runs the migration: no role is set before it',
      fixes: [{ title: 'Set the role before it', safety: 'review', edits: [{ span: { start: 0, end: 0 }, text: `${cased('SET ROLE', context.text)} postgres;\n` }] }],
    };
  },

  examples: [
    {
      title: 'No role is set',
      sql: `
create table users (id bigint);
-- ^^^^^^^^^ This will belong to whoever runs the migration: no role is set before it
`,
      fixed: `
set role postgres;
create table users (id bigint);
`,
    },
    {
      title: 'A role is set',
      sql: `
set local role postgres;
create table users (id bigint);
`,
    },
  ],
});
