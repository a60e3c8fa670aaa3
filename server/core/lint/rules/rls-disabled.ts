import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'rls-disabled',
  summary: 'Row-level security is switched off',
  severity: 'warning',
  why: `
    From the commit on the policies of the table are ignored: whoever may read it sees all rows, those of others included.`,
  instead: `
    Change the policies. To let one role past them, give it \`BYPASSRLS\` or a policy of its own.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html'],

  on: ['alter-table'],
  actions: ['row-security'],
  *check({ table: name, actions }, { catalog, isNew }) {
    const action = actions.find(it => it.kind === 'row-security' && it.to === 'disable');
    const table = catalog.table(name);
    // Of a table that is known to have none, nothing is lost.
    if (!action || isNew(name) || (table && !table.partial && !table.rowSecurity)) return;
    const full = catalog.fullName(name);
    yield { span: action.span, message: `From here on the policies of ${named(name)} hide nothing from anybody`, mendedBy: later => later.table(full)?.rowSecurity === true };
  },

  examples: [
    {
      title: 'Policies that held so far',
      before: `
create table notes (id bigint, author text);
alter table notes enable row level security;`,
      sql: `
alter table notes disable row level security;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^ From here on the policies of \`notes\` hide nothing from anybody
`,
    },
    {
      title: 'For a moment, and where it was off',
      before: `
create table notes (id bigint, author text);
create table words (word text);
alter table notes enable row level security;`,
      sql: `
alter table notes disable row level security;
alter table notes enable row level security;
alter table words disable row level security;
`,
    },
  ],
});
