import type { CreateTable } from '../../sql/statement/tables.js';
import { identifiedBy, isIdentified, mayGetKey } from '../primary-key.js';
import { plain } from '../index-first.js';
import type { Context, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { keyword, named, withFixes } from '../words.js';

export default rule({
  id: 'require-primary-key',
  aliases: ['no-primary-key', 'MP045', 'PGM502'],
  summary: 'A table without a primary key',
  severity: 'warning',
  why: `
    Nothing tells two equal rows apart: they cannot be corrected or deleted one by one.
    Logical replication refuses to \`UPDATE\` and \`DELETE\` in a published table that has neither a primary key nor a replica identity, and many tools want a key as well.`,
  instead: 'Give it a primary key: what identifies a row anyhow, or an identity column.',
  sources: ['https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY'],

  on: ['create-table'],
  *check(statement, context) {
    const table = mayGetKey(statement, context);
    if (table === undefined || identifiedBy(statement, table)) return;
    yield {
      span: statement.table.span ?? statement.keyword,
      message: `${named(statement.table)} has no primary key`,
      mendedBy: later => isIdentified(later, table.name),
      ...withFixes(withKey(statement, context)),
    };
  },

  examples: [
    {
      title: 'No key at all, and one that was meant',
      sql: `
create table visits (url text);
--           ^^^^^^ \`visits\` has no primary key
create table users (id bigint generated always as identity, name text);
--           ^^^^^ \`users\` has no primary key
`,
      fixed: `
create table visits (id bigint generated always as identity primary key, url text);
create table users (id bigint generated always as identity primary key, name text);
`,
    },
    {
      title: 'What only joins two tables is identified by both',
      before: `
create table users (id bigint primary key);
create table teams (id bigint primary key);`,
      sql: `
create table members (user_id bigint references users, team_id bigint references teams);
--           ^^^^^^^ \`members\` has no primary key
`,
      fixed: `
create table members (user_id bigint references users, team_id bigint references teams, primary key (user_id, team_id));
`,
    },
    {
      title: 'It gets one later, or from its parent, or it is temporary',
      before: `create table events (at timestamptz primary key) partition by range (at);`,
      sql: `
create table users (id bigint);
alter table users add primary key (id);
create table events_rest partition of events default;
create temporary table import (line text);
`,
    },
  ],
});

function withKey(statement: CreateTable, { text }: Context): StatementFix | undefined {
  const { columns, constraints, table } = statement;
  const say = (words: string): string => keyword(words, text);
  if (statement.partitionedBy || statement.like.length > 0 || !table.span) return undefined;
  const id = columns.find(it => it.name === 'id');
  if (id?.span) return { title: 'Make `id` the primary key', safety: 'review', edits: [{ span: { start: id.span.end, end: id.span.end }, text: ` ${say('PRIMARY KEY')}` }] };

  const refers = columns.filter(it => [...it.constraints, ...constraints].some(part => part.kind === 'foreign-key' && part.columns.length === 1 && part.columns[0] === it.name));
  const end = Math.max(...[...columns, ...constraints].map(it => it.span?.end ?? 0));
  if (columns.length === 2 && refers.length === 2 && end > 0) {
    return { title: 'Make both columns the primary key', safety: 'review', edits: [{ span: { start: end, end }, text: `, ${say('PRIMARY KEY')} (${columns.map(it => plain(it.name)).join(', ')})` }] };
  }
  const first = columns[0]?.span?.start;
  if (first === undefined) return undefined;
  return { title: 'Add an identity column', safety: 'review', edits: [{ span: { start: first, end: first }, text: `id ${say('BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY')}, ` }] };
}
