import type { Statement } from '../../sql/statement.js';
import { later } from '../neighbours.js';
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
  actions: ['row-security'],
  *check({ table: name, actions }, context) {
    const table = context.catalog.table(name);
    const action = actions.find(it => it.kind === 'row-security' && it.to === 'enable');
    if (!action || !table || table.partial || table.policies.length > 0 || later(context, makesPolicies)) return;
    const full = table.name;
    yield {
      span: action.span,
      message: `No policy of ${named(name)} lets anybody but its owner see a row`,
      mendedBy: latest => {
        const now = latest.table(full);
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
      title: 'A function of the project\'s own makes the policies',
      before: `
create table notes (id bigint, author text);
create function upsert_policy(text) returns void language sql as 'select';`,
      sql: `
alter table notes enable row level security;
do $$ begin
  perform upsert_policy('notes');
end $$;
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

/** By its name: `select upsert_policy('notes', …)`. */
function makesPolicies(statement: Statement): boolean {
  switch (statement.kind) {
    case 'do': return statement.inner?.some(it => it.kind !== 'statement' || makesPolicies(it.statement)) ?? true;
    case 'select': return statement.calls.some(it => /polic|rls/i.test(it.name));
    default: return false;
  }
}
