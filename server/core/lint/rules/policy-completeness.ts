import type { Policy } from '../../schema/relations.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'policy-completeness',
  aliases: ['MP079'],
  summary: 'Policies for some commands, and none for the others',
  severity: 'off',
  why: `
    A command without a permissive policy finds no rows and may write none. A \`DELETE\` that deletes nothing is no error, so that nobody sees that the policy was forgotten.`,
  instead: `
    Write a policy for each command, or one \`FOR ALL\`. Where a command is meant for nobody, take the privilege away, which gives an error.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createpolicy.html'],

  on: ['alter-table'],
  actions: ['row-security'],
  *check({ table: name, actions }, { catalog }) {
    const action = actions.find(it => it.kind === 'row-security' && it.to === 'enable');
    const table = catalog.table(name);
    if (!action || !table || table.partial) return;
    const full = table.name;
    yield {
      span: action.span,
      message: `Not every command on ${named(name)} has a policy: the others find nothing, without an error`,
      mendedBy: later => {
        const now = later.table(full);
        // None at all is told of as such.
        return now === undefined || now.policies.length === 0 || now.rowSecurity === false || isComplete(now.policies);
      },
    };
  },

  examples: [
    {
      title: 'Reading and adding',
      before: `create table notes (id bigint, author text);`,
      sql: `
alter table notes enable row level security;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^ Not every command on \`notes\` has a policy: the others find nothing, without an error
create policy reading on notes for select using (true);
create policy adding on notes for insert with check (author = current_user);
`,
    },
    {
      title: 'All commands',
      before: `create table notes (id bigint, author text); create table words (word text);`,
      sql: `
alter table notes enable row level security;
create policy own on notes using (author = current_user);
alter table words enable row level security;
create policy reading on words for select using (true);
create policy adding on words for insert with check (true);
create policy changing on words for update using (true);
create policy deleting on words for delete using (true);
`,
    },
  ],
});

function isComplete(policies: readonly Policy[]): boolean {
  const permissive = policies.filter(it => !it.restrictive).map(it => it.command);
  return permissive.includes('all') || (['select', 'insert', 'update', 'delete'] as const).every(it => permissive.includes(it));
}
