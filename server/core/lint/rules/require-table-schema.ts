import type { Statement } from '../../sql/statement.js';
import type { NameAt } from '../../sql/statement/names.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'require-table-schema',
  summary: 'A table without its schema',
  severity: 'off',
  why: `
    Which table is meant hangs on the \`search_path\` of whoever runs the migration: of the role, the database, the tool.
    Where it differs, the table is made in another schema, or another one is changed.`,
  instead: `
    Write the schema, \`public.users\`, or set \`search_path\` in the migration itself.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATH', 'https://squawkhq.com/docs/require-table-schema'],

  on: ['create-table', 'create-table-as', 'create-view', 'alter-table', 'create-index', 'drop', 'truncate', 'rename'],
  *check(statement, context) {
    if (setsSearchPath(context)) return;
    for (const name of tablesOf(statement)) {
      const { schema } = context.catalog.fullName(name);
      if (name.schema !== undefined || schema === 'pg_temp' || name.span === undefined) continue;
      yield {
        span: name.span,
        message: `Which ${named({ name: name.name })} is meant hangs on the \`search_path\``,
        fixes: [{
          title: `Write ${schema}.`,
          safety: 'review',
          edits: [{ span: { start: name.span.start, end: name.span.start }, text: `${/^[a-z_][a-z0-9_]*$/.test(schema) ? schema : `"${schema.replaceAll('"', '""')}"`}.` }],
        }],
      };
    }
  },

  examples: [
    {
      title: 'Made, changed and dropped',
      before: `create table orders (id bigint);`,
      sql: `
create table users (id bigint);
--           ^^^^^ Which \`users\` is meant hangs on the \`search_path\`
alter table only orders add column note text;
--               ^^^^^^ Which \`orders\` is meant hangs on the \`search_path\`
`,
      fixed: `
create table public.users (id bigint);
alter table only public.orders add column note text;
`,
    },
    {
      title: 'With its schema, and a temporary table',
      sql: `
create table public.users (id bigint);
create temp table t (id bigint);
alter table t add column note text;
drop table t;
`,
    },
    {
      title: 'Where the migration says what the search path is',
      before: `create schema app;`,
      sql: `
set local search_path to app;
create table users (id bigint);
`,
    },
  ],
});

function tablesOf(statement: Statement): readonly NameAt[] {
  switch (statement.kind) {
    case 'create-table': return statement.persistence === 'temporary' ? [] : [statement.table];
    case 'create-table-as': return statement.persistence === 'temporary' ? [] : [statement.table];
    case 'create-view': return statement.temporary ? [] : [statement.view];
    case 'alter-table': return ['table', 'foreign-table', 'view', 'materialized-view'].includes(statement.of) ? [statement.table] : [];
    case 'create-index': return [statement.table];
    case 'drop': return ['table', 'foreign-table', 'view', 'materialized-view'].includes(statement.object) ? statement.names : [];
    case 'truncate': return statement.tables;
    case 'rename': return ['table', 'view', 'column', 'constraint'].includes(statement.object) ? [statement.name] : [];
    default: return [];
  }
}

function setsSearchPath({ statements, position }: Context): boolean {
  return statements.slice(0, position).some(it => (it.kind === 'set' && it.name === 'search_path')
    || (it.kind === 'select' && it.calls.some(call => call.name === 'set_config' && call.literal === 'search_path')));
}
