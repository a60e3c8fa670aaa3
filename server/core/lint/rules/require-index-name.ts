import { tokens } from '../../sql/lexer.js';
import type { CreateIndex } from '../../sql/statement/indexes.js';
import { plain } from '../index-first.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'require-index-name',
  aliases: ['MP042'],
  summary: 'An index without a name',
  severity: 'info',
  why: `
    Postgres makes a name of the table and the columns, with a number behind it if that is taken.
    A down migration and a later one have to guess it, and a second attempt of a concurrent build makes a second index.`,
  instead: 'Give it the name that it would get anyhow, or a better one.',
  sources: ['https://www.postgresql.org/docs/current/sql-createindex.html'],

  on: ['create-index'],
  *check(statement, context) {
    // With its table, an index comes and goes without being named.
    if (statement.name || context.isNew(statement.table)) return;
    const name = givenName(statement, context);
    const { text } = context;
    const on = tokens(text).find(it => it.kind === 'word' && text.slice(it.span.start, it.span.end).toLowerCase() === 'on');
    yield {
      span: statement.keyword,
      message: name === undefined ? 'This index has no name' : `This index has no name, and will be called ${named({ name })}`,
      ...(statement.concurrently && { severity: 'warning' as const }),
      ...(name !== undefined && on && { fixes: [{ title: 'Give it that name', safety: 'review' as const, edits: [{ span: { start: on.span.start, end: on.span.start }, text: `${plain(name)} ` }] }] }),
    };
  },

  examples: [
    {
      title: 'A table in use',
      before: `create table users (email text);`,
      sql: `
create index on users (lower(email));
-- ^^^^^^^^^ This index has no name, and will be called \`users_lower_idx\`
`,
      fixed: `
create index users_lower_idx on users (lower(email));
`,
    },
    {
      title: 'With a name, or with its table',
      before: `create table users (email text);`,
      sql: `
create index users_email on users (email);
create table teams (name text);
create index on teams (name);
`,
    },
  ],
});

function givenName(statement: CreateIndex, { catalog }: Context): string | undefined {
  const namesIn = (all: typeof catalog): readonly string[] => {
    const relation = all.relation(statement.table);
    return relation && 'indexes' in relation ? relation.indexes.map(it => it.name.name) : [];
  };
  const before = new Set(namesIn(catalog));
  return namesIn(catalog.after(statement)).find(it => !before.has(it));
}
