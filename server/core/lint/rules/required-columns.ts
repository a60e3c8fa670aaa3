import { rule } from '../rule.js';
import { listed, named } from '../words.js';

export default rule({
  id: 'required-columns',
  aliases: ['COLUMN_REQUIRED', 'mandatory-columns', 'timestamps/has_created_at'],
  summary: 'A table without a column that the project wants in every table',
  severity: 'off',
  why: `
    What every table has, programs rely on: \`created_at\` in a report, \`tenant_id\` in a policy.
    To add it when there are rows is a migration of its own, and what it should have held is lost.`,
  instead: 'Add the column. Say in the project file which they are: `"columns": ["created_at"]`.',
  sources: ['https://www.postgresql.org/docs/current/sql-createtable.html'],

  settings: { columns: { kind: 'names', means: 'The columns that every new table has to have.' } },

  on: ['create-table'],
  *check(statement, { catalog }, { columns = [] }) {
    const { persistence, partitionOf, foreign, table: written, keyword, ifNotExists } = statement;
    if (persistence === 'temporary' || partitionOf || foreign || (ifNotExists && catalog.relation(written))) return;
    const table = catalog.after(statement).table(written);
    if (table === undefined || table.partial) return;
    const missing = columns.filter(it => !table.columns.has(it));
    if (missing.length === 0) return;
    yield {
      span: written.span ?? keyword,
      message: `${named(written)} has no ${listed(missing.map(it => named({ name: it })))}`,
      mendedBy: later => {
        const now = later.table(table.name);
        return now === undefined || missing.every(it => now.columns.has(it));
      },
    };
  },

  examples: [
    {
      title: 'Two that every table has',
      settings: { columns: ['created_at', 'tenant_id'] },
      sql: `
create table orders (id bigint primary key, created_at timestamptz not null);
--           ^^^^^^ \`orders\` has no \`tenant_id\`
`,
    },
    {
      title: 'They are there, or come later, or from the parent',
      settings: { columns: ['created_at'] },
      before: `create table parent (created_at timestamptz);`,
      sql: `
create table orders (id bigint primary key, created_at timestamptz not null);
create table lines (id bigint primary key);
alter table lines add column created_at timestamptz;
create table child (id bigint) inherits (parent);
create temporary table import (line text);
`,
    },
  ],
});
