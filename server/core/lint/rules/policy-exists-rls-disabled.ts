import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'policy-exists-rls-disabled',
  aliases: ['policy_exists_rls_disabled'],
  summary: 'A policy on a table without row-level security does nothing',
  severity: 'warning',
  why: `
    Policies hold only where row-level security is switched on. Until then everybody who may read the table sees all of its rows, and the policy looks as if it were not so.`,
  instead: `
    \`ALTER TABLE … ENABLE ROW LEVEL SECURITY\`.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createpolicy.html'],

  on: ['create-policy'],
  *check({ name, table: on, keyword }, { catalog }) {
    const table = catalog.table(on);
    if (!table || table.partial || table.rowSecurity) return;
    const full = table.name;
    yield {
      span: keyword,
      message: `\`${name}\` has no effect: row-level security of ${named(on)} is off`,
      mendedBy: later => {
        const now = later.table(full);
        return now === undefined || now.rowSecurity === true || !now.policies.some(it => it.name === name);
      },
    };
  },

  examples: [
    {
      title: 'Nobody switches it on',
      before: `create table notes (id bigint, author text);`,
      sql: `
create policy own on notes using (author = current_user);
-- ^^^^^^^^^^ \`own\` has no effect: row-level security of \`notes\` is off
`,
    },
    {
      title: 'Switched on behind it',
      before: `create table notes (id bigint, author text);`,
      sql: `
create policy own on notes using (author = current_user);
alter table notes enable row level security;
`,
    },
  ],
});
