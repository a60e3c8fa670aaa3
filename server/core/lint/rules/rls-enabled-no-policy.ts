import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'rls-enabled-no-policy',
  aliases: ['rls_enabled_no_policy', 'MP057'],
  summary: 'Row-level security without a policy hides all rows',
  severity: 'info',
  why: `
    Without a policy nobody but the owner, superusers and roles with \`BYPASSRLS\` sees a row or may write one. There is no error: queries are empty.`,
  instead: `
    Create the policies in the same migration. Where nobody is meant to come near the table, take the privileges away instead.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html'],

  on: ['alter-table'],
  *check({ table: name, actions }, { catalog }) {
    const table = catalog.table(name);
    const action = actions.find(it => it.kind === 'row-security' && it.to === 'enable');
    if (!action || !table || table.partial || table.policies.length > 0) return;
    const full = table.name;
    yield {
      span: action.span,
      message: `No policy of ${named(name)} lets anybody but its owner see a row`,
      mendedBy: later => {
        const now = later.table(full);
        return now === undefined || now.policies.length > 0 || now.rowSecurity === false;
      },
    };
  },

  examples: [
    {
      title: 'No policy follows',
      before: `create table notes (id bigint, author text);`,
      sql: `
alter table notes enable row level security;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^ No policy of \`notes\` lets anybody but its owner see a row
`,
    },
    {
      title: 'A policy follows',
      before: `create table notes (id bigint, author text);`,
      sql: `
alter table notes enable row level security;
create policy own on notes using (author = current_user);
`,
    },
  ],
});
