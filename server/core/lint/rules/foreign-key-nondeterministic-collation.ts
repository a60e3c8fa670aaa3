import type { Catalog } from '../../schema/catalog.js';
import { CONSTRAINING, referringColumns } from '../constraints.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'foreign-key-nondeterministic-collation',
  aliases: ['MP083'],
  summary: 'A foreign key between columns that call different strings equal',
  severity: 'warning',
  why: `
    Where a nondeterministic collation says that \`'a'\` and \`'A'\` are equal and the other column's says that they are not,
    the two tables do not agree which row refers to which.
    PostgreSQL 18 refuses such a foreign key, and with it the restore of a dump from an older server.`,
  instead: 'Give both columns the same collation.',
  sources: ['https://www.postgresql.org/docs/18/release-18.html', 'https://www.postgresql.org/docs/current/collation.html#COLLATION-NONDETERMINISTIC'],

  on: ['create-table', 'alter-table'],
  actions: CONSTRAINING,
  *check(statement, context) {
    for (const { span, own, target, other, after } of referringColumns(statement, context.catalog)) {
      const [mine, theirs] = [foldingOf(own.collation, after), foldingOf(other.collation, after)];
      if (mine === theirs) continue;
      yield {
        span,
        ...(context.postgres >= 18 && { severity: 'error' as const }),
        message: `${named({ name: own.name })} and ${named({ name: `${target.name.name}.${other.name}` })} do not agree which strings are equal: ${named({ name: (mine ?? theirs)! })} is nondeterministic`,
      };
    }
  },

  examples: [
    {
      title: 'One column folds what the other keeps apart',
      before: `
create collation folded (provider = icu, locale = 'und', deterministic = false);
create table users (name text collate folded primary key);`,
      refusedWith: '42P21',
      sql: `
create table orders (id bigint primary key, user_name text references users);
--                                                         ^^^^^^^^^^^^^^^^ \`user_name\` and \`users.name\` do not agree which strings are equal: \`folded\` is nondeterministic
`,
    },
    {
      title: 'Both have the same, or both keep all strings apart',
      before: `
create collation folded (provider = icu, locale = 'und', deterministic = false);
create table users (name text collate folded primary key, code text collate "C" unique);`,
      sql: `
create table orders (id bigint primary key, user_name text collate folded references users, code text references users (code));
`,
    },
  ],
});

/** The nondeterministic collation of a column, by its name; `undefined` where it has another. */
function foldingOf(collation: { readonly schema?: string; readonly name: string } | undefined, catalog: Catalog): string | undefined {
  const found = collation && catalog.collation(collation);
  return found && !found.deterministic ? found.name.name : undefined;
}
