import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'policy-user-metadata',
  aliases: ['rls_references_user_metadata'],
  summary: 'A policy that trusts what users write about themselves',
  severity: 'error',
  why: `
    \`user_metadata\` in the token of Supabase Auth can be changed by the user it describes. A policy that goes by it lets everybody in who says so.`,
  instead: `
    Use \`app_metadata\`, which only the server writes, or a table of rights.`,
  sources: ['https://supabase.com/docs/guides/database/database-advisors?lint=0015_rls_references_user_metadata'],

  on: ['create-policy', 'alter-policy'],
  *check({ name, table, using, check, keyword }) {
    for (const condition of [using, check]) {
      if (!condition || !/\b(?:raw_)?user_meta_?data\b/i.test(condition.text)) continue;
      yield { span: condition.span ?? keyword, message: `\`${name}\` of ${named(table)} goes by \`user_metadata\`, which users can change` };
      return;
    }
  },

  examples: [
    {
      title: 'What the user says',
      before: `
create schema auth;
create function auth.jwt() returns jsonb stable language sql as $$ select current_setting('request.jwt.claims', true)::jsonb $$;
create table notes (id bigint, author text);`,
      sql: `
create policy admins on notes for select using ((auth.jwt() -> 'user_metadata' ->> 'role') = 'admin');
--                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`admins\` of \`notes\` goes by \`user_metadata\`, which users can change
`,
    },
    {
      title: 'What the server says',
      before: `
create schema auth;
create function auth.jwt() returns jsonb stable language sql as $$ select current_setting('request.jwt.claims', true)::jsonb $$;
create table notes (id bigint, author text);`,
      sql: `
create policy admins on notes for select using ((auth.jwt() -> 'app_metadata' ->> 'role') = 'admin');
`,
    },
  ],
});
