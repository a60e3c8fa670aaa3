import type { Policy } from '../../schema/relations.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'multiple-permissive-policies',
  aliases: ['multiple_permissive_policies'],
  summary: 'Two permissive policies for the same command and role',
  severity: 'off',
  why: `
    Each row is tested by all of them until one is true, and what may be seen is what any of them allows: the second cannot take away what the first gives.`,
  instead: `
    Write one policy with OR, or make the second \`AS RESTRICTIVE\`.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createpolicy.html'],

  on: ['create-policy'],
  *check({ name, table, restrictive, command, roles = ['public'], keyword }, { catalog }) {
    if (restrictive) return;
    const other = catalog.table(table)?.policies.find(it => it.name !== name && overlaps(it, command ?? 'all', roles));
    if (other) yield { span: keyword, message: `\`${other.name}\` of ${named(table)} is for the same command and role: rows need only one of them` };
  },

  examples: [
    {
      title: 'Both are for reading',
      before: `
create table notes (id bigint, author text, shared boolean);
create policy own on notes using (author = current_user);`,
      sql: `
create policy shared on notes for select using (shared);
-- ^^^^^^^^^^ \`own\` of \`notes\` is for the same command and role: rows need only one of them
`,
    },
    {
      title: 'Another command, another role, one that restricts',
      before: `
create table notes (id bigint, author text, shared boolean);
create policy own on notes for select to pg_monitor using (author = current_user);`,
      sql: `
create policy adding on notes for insert to pg_monitor with check (shared);
create policy others on notes for select to pg_read_all_data using (shared);
create policy narrow on notes as restrictive for select using (shared);
`,
    },
  ],
});

function overlaps({ restrictive, command: other, roles: theirs }: Policy, command: Policy['command'], roles: readonly string[]): boolean {
  const sameCommand = command === other || command === 'all' || other === 'all';
  return !restrictive && sameCommand && (roles.includes('public') || theirs.includes('public') || roles.some(it => theirs.includes(it)));
}
