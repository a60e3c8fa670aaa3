import { tokens } from '../../sql/lexer.js';
import { leavesInvalid, dropFirst } from '../invalid-index.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'concurrent-index-if-not-exists',
  summary: '`IF NOT EXISTS` keeps the invalid index of a failed build',
  severity: 'info',
  why: `
    A concurrent build that fails or is cancelled leaves its index behind: invalid, useless to queries, and kept up to date by every write.
    The next attempt sees that the name is taken, does nothing and succeeds, and the migration is recorded as done.`,
  instead: `
    \`DROP INDEX CONCURRENTLY IF EXISTS\` first, then \`CREATE INDEX CONCURRENTLY\` without \`IF NOT EXISTS\`.
    Where the tool sends the file as one message, which takes only one such statement, leave out \`IF NOT EXISTS\`: a second attempt then fails and says why.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY'],

  on: ['create-index'],
  *check(statement, context) {
    if (!statement.ifNotExists || !statement.name || !leavesInvalid(statement, context)) return;
    const words = tokens(context.text).filter(it => it.kind === 'word');
    const first = words.findIndex(it => context.text.slice(it.span.start, it.span.end).toLowerCase() === 'if');
    const [from, to] = [words[first], words[first + 2]];
    if (!from || !to) return;
    const removed = { span: { start: from.span.start, end: statement.name.span?.start ?? to.span.end }, text: '' };
    yield {
      span: { start: from.span.start, end: to.span.end },
      message: `If the build of ${named({ name: statement.name.name })} fails, the next attempt keeps the invalid index and succeeds`,
      fixes: [context.oneByOne ? { ...dropFirst(statement, context), edits: [...dropFirst(statement, context).edits, removed] } : { title: 'Remove IF NOT EXISTS', safety: 'review', edits: [removed] }],
    };
  },

  examples: [
    {
      title: 'A concurrent index that may be there already',
      before: `create table users (email text);`,
      transaction: false,
      sql: `
create index concurrently if not exists users_email on users (email);
--                        ^^^^^^^^^^^^^ If the build of \`users_email\` fails, the next attempt keeps the invalid index and succeeds
`,
      fixed: `
drop index concurrently if exists users_email;
create index concurrently users_email on users (email);
`,
    },
    {
      title: 'What a failed attempt has left is dropped before, or repaired behind it',
      before: `create table users (email text, name text);`,
      transaction: false,
      sql: `
drop index concurrently if exists users_email;
create index concurrently if not exists users_email on users (email);
create index concurrently if not exists users_name on users (name);
reindex index concurrently users_name;
`,
    },
  ],
});
