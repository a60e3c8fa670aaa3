import type { Expression } from '../../sql/statement/expression.js';
import { rule } from '../rule.js';
import { listed, named } from '../words.js';

export default rule({
  id: 'policy-always-true',
  aliases: ['rls_policy_always_true', 'permissive_rls_policy'],
  summary: 'A policy that lets everybody write every row',
  severity: 'warning',
  why: `
    Permissive policies are joined by OR: one that is always true makes all others for the command idle, and whoever has the privilege may write any row.`,
  instead: `
    Compare a column of the row with who asks, or name the role that may write everything behind \`TO\`.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createpolicy.html'],

  on: ['create-policy'],
  *check({ name, table, restrictive, command, roles = ['public'], using, check }) {
    // To let everybody read may well be meant.
    if (restrictive || command === 'select' || !roles.some(it => EVERYBODY.has(it))) return;
    const conditions: readonly Expression[] = [...(using ? [using] : []), ...(check ? [check] : [])];
    const span = conditions[0]?.span;
    const who = roles.includes('public') ? ' everybody' : `, ${listed(roles.map(it => `\`${it}\``))}`;
    if (span && conditions.every(isTrue)) yield { span, message: `With \`${name}\`${who} may ${command === 'all' ? 'write' : command} every row of ${named(table)}` };
  },

  examples: [
    {
      title: 'For all commands, and for one',
      before: `create table notes (id bigint, author text);`,
      sql: `
create policy anybody on notes using (true);
--                                    ^^^^ With \`anybody\` everybody may write every row of \`notes\`
create policy adding on notes for insert with check (true);
--                                                   ^^^^ With \`adding\` everybody may insert every row of \`notes\`
`,
    },
    {
      title: 'For those who come from outside',
      before: `
do $$ begin if not exists (select from pg_roles where rolname = 'authenticated') then create role authenticated; end if; end $$;
create table notes (id bigint, author text);`,
      sql: `
create policy anybody on notes to authenticated using (true);
--                                                     ^^^^ With \`anybody\`, \`authenticated\` may write every row of \`notes\`
`,
    },
    {
      title: 'Reading, a role, and conditions that mean something',
      before: `create table notes (id bigint, author text);`,
      sql: `
create policy reading on notes for select using (true);
create policy owner on notes to pg_database_owner using (true);
create policy own on notes using (author = current_user) with check (true);
create policy also on notes as restrictive using (true);
`,
    },
  ],
});

/** PostgREST's and Supabase's names for those who come from outside. */
const EVERYBODY: ReadonlySet<string> = new Set(['public', 'anon', 'authenticated']);

function isTrue({ text }: Expression): boolean {
  return /^\s*(?:true|1\s*=\s*1)\s*$/i.test(text);
}
