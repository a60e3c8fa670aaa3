import { tokens } from '../../sql/lexer.js';
import { identifiedBy, mayGetKey } from '../primary-key.js';
import { rule } from '../rule.js';
import { keyword, listed, named } from '../words.js';

export default rule({
  id: 'unique-not-null-instead-of-primary-key',
  aliases: ['PGM503'],
  summary: 'A primary key in all but name',
  severity: 'info',
  why: `
    \`UNIQUE\` and \`NOT NULL\` together do what a primary key does, and nobody is told:
    foreign keys have to name the columns, and logical replication and other tools look for a primary key.`,
  instead: 'Call it the primary key.',
  sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS'],

  on: ['create-table'],
  *check(statement, context) {
    const table = mayGetKey(statement, context);
    const key = table && identifiedBy(statement, table);
    if (!table || !key?.span) return;
    const { start, end } = key.span;
    const unique = tokens(context.text.slice(start, end)).find(it => it.kind === 'word' && context.text.slice(start + it.span.start, start + it.span.end).toLowerCase() === 'unique');
    yield {
      span: key.span,
      message: `${listed(key.columns.map(it => named({ name: it })))} could be the primary key of ${named(statement.table)}, which has none`,
      mendedBy: later => later.table(table.name)?.constraints.some(it => it.kind === 'primary-key') !== false,
      ...(unique && { fixes: [{ title: 'Make it the primary key', safety: 'review' as const, edits: [{ span: { start: start + unique.span.start, end: start + unique.span.end }, text: keyword('PRIMARY KEY', context.text) }] }] }),
    };
  },

  examples: [
    {
      title: 'Unique, and never null',
      sql: `
create table users (email text not null unique);
--                                      ^^^^^^ \`email\` could be the primary key of \`users\`, which has none
`,
      fixed: `
create table users (email text not null primary key);
`,
    },
    {
      title: 'There is a primary key, or the column may be null',
      sql: `
create table users (id bigint primary key, email text not null unique);
create table visits (code text unique);
`,
    },
  ],
});
