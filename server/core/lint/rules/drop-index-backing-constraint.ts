import type { Index } from '../../schema/catalog.js';
import type { Drop } from '../../sql/statement/objects.js';
import { plain } from '../index-first.js';
import type { Context, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { keyword, named, withFixes } from '../words.js';

export default rule({
  id: 'drop-index-backing-constraint',
  aliases: ['MP097'],
  summary: 'An index that belongs to a constraint, or to an index of the parent, cannot be dropped by itself',
  severity: 'error',
  why: `
    Postgres refuses with error 2BP01: the constraint needs its index, and a partitioned index needs its parts.`,
  instead: `
    Drop the constraint, and its index goes with it; drop the index of the partitioned table, and its parts go with it.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html', 'https://www.postgresql.org/docs/current/sql-dropindex.html'],

  on: ['drop'],
  *check(statement, context) {
    if (statement.object !== 'index') return;
    for (const name of statement.names) {
      const index = context.catalog.index(name);
      if (index?.parent) {
        yield { span: name.span ?? statement.keyword, message: `${named(name)} is a part of ${named({ name: index.parent.name })}, and cannot be dropped by itself` };
      } else if (index?.constraint !== undefined) {
        yield {
          span: name.span ?? statement.keyword,
          message: `${named(name)} belongs to the constraint ${named({ name: index.constraint })} of ${named({ name: index.table.name })}, and cannot be dropped by itself`,
          ...withFixes(constraintInstead(statement, index, context)),
        };
      }
    }
  },

  examples: [
    {
      title: 'The index of a unique constraint',
      before: `create table users (email text unique);`,
      refusedWith: '2BP01',
      sql: `
drop index users_email_key;
--         ^^^^^^^^^^^^^^^ \`users_email_key\` belongs to the constraint \`users_email_key\` of \`users\`, and cannot be dropped by itself
`,
      fixed: `
alter table users drop constraint users_email_key;
`,
    },
    {
      title: 'Any other index',
      before: `
create table users (email text);
create unique index users_email on users (email);`,
      sql: `
drop index users_email;
`,
    },
  ],
});

function constraintInstead(statement: Drop, { table, constraint }: Index, { text }: Context): StatementFix | undefined {
  const [name, ...others] = statement.names;
  if (others.length > 0) return undefined;
  const say = (words: string): string => keyword(words, text);
  const on = name!.schema === undefined ? plain(table.name) : `${plain(table.schema)}.${plain(table.name)}`;
  const alter = `${say('ALTER TABLE')} ${on} ${say('DROP CONSTRAINT')} ${plain(constraint!)}`;
  return { title: 'Drop the constraint', safety: 'review', edits: [{ span: { start: 0, end: text.length }, text: statement.cascade ? `${alter} ${say('CASCADE')}` : alter }] };
}
