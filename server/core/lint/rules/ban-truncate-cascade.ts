import { keyOf } from '../../sql/identifier.js';
import { rule } from '../rule.js';
import { listed, lastWord, named, onExisting, relationNamed } from '../words.js';

export default rule({
  id: 'ban-truncate-cascade',
  aliases: ['truncate-cascade', 'MP036', 'PGM204'],
  summary: '`TRUNCATE … CASCADE` empties tables that it does not name',
  severity: 'error',
  why: `
    Every table with a foreign key to this one loses all its rows, and every table that references that one, without being named.
    A foreign key that somebody adds later makes it reach further.`,
  instead: `
    Name the tables. Without \`CASCADE\` Postgres refuses to empty a table that another one references and that is not in the list.`,
  sources: ['https://www.postgresql.org/docs/current/sql-truncate.html'],

  on: ['truncate'],
  *check({ tables, cascade, keyword }, context) {
    if (!cascade) return;
    const { catalog } = context;
    const said = new Set(tables.map(it => keyOf(catalog.fullName(it))));
    const touched = onExisting(context.effects, context);
    if (touched.length === 0) return;
    const more = touched.filter(it => it.lock === 'AccessExclusiveLock' && catalog.relation(it.relation)?.kind === 'table' && !said.has(keyOf(it.relation)));
    const all = listed(tables.map(named));
    const word = lastWord(context.text, 'cascade');
    yield {
      span: word ?? keyword,
      message: more.length > 0 ? `Truncating ${all} also empties ${listed(more.map(relationNamed))}` : `Truncating ${all} also empties every table that references ${tables.length > 1 ? 'them' : 'it'}`,
      // With tables that reference it, Postgres would refuse.
      ...(word && more.length === 0 && {
        fixes: [{ title: 'Remove CASCADE', safety: 'review' as const, edits: [{ span: { start: context.text.slice(0, word.start).trimEnd().length, end: word.end }, text: '' }] }],
      }),
    };
  },

  examples: [
    {
      title: 'Tables that reference it are emptied as well',
      before: `
create table users (id bigint primary key);
create table orders (user_id bigint references users);`,
      transaction: false,
      sql: `
truncate users cascade;
--             ^^^^^^^ Truncating \`users\` also empties \`orders\`
`,
    },
    {
      title: 'Today nothing references it',
      before: `create table users (id bigint primary key);`,
      sql: `
truncate users cascade;
--             ^^^^^^^ Truncating \`users\` also empties every table that references it
`,
      fixed: `
truncate users;
`,
    },
    {
      title: 'All of them by name',
      before: `
create table users (id bigint primary key);
create table orders (user_id bigint references users);`,
      sql: `
truncate users, orders;
`,
    },
    {
      title: 'A new table',
      sql: `
create table scratch (id bigint);
truncate scratch cascade;
`,
    },
  ],
});
