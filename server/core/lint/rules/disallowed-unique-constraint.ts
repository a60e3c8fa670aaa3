import { CONSTRAINING, constraintsIn } from '../constraints.js';
import { indexedFor, indexFirst } from '../index-first.js';
import { rule } from '../rule.js';
import { blocked, listed, named, withFixes } from '../words.js';

export default rule({
  id: 'disallowed-unique-constraint',
  aliases: ['E7', 'disallow-unique-constraint', 'add-constraint-unique', 'constraint-unique', 'data_depend', 'MP027', 'PGM017', 'MF101'],
  summary: 'A `UNIQUE` constraint builds its index while nobody can use the table',
  severity: 'error',
  why: `
    \`ADD UNIQUE\` holds an \`ACCESS EXCLUSIVE\` lock until its index is built: no reads, no writes.
    So does \`UNIQUE\` on a new column, even if that is null in every row.
    If two rows are equal, it fails at the end.`,
  instead: `
    \`CREATE UNIQUE INDEX CONCURRENTLY\` first, outside a transaction, then \`ADD CONSTRAINT … UNIQUE USING INDEX\`, which takes a moment.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX'],

  on: ['alter-table'],
  actions: CONSTRAINING,
  *check(statement, context) {
    for (const made of constraintsIn(statement, context.catalog)) {
      if (made.constraint.kind !== 'unique') continue;
      const built = indexedFor(made, statement, context);
      if (built.length === 0) continue;
      yield {
        span: made.span,
        message: `Building the index for unique ${listed(made.constraint.columns.map(it => named({ name: it })))} blocks ${blocked(built)} until it is done`,
        ...withFixes(indexFirst(made, statement, context)),
      };
    }
  },

  examples: [
    {
      title: 'A unique constraint on a table in use',
      before: `create table users (email text);`,
      transaction: false,
      sql: `
alter table users add constraint users_email_key unique (email);
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Building the index for unique \`email\` blocks reads and writes of \`users\` until it is done
`,
      fixed: `
create unique index concurrently users_email_key on users (email);
alter table users add constraint users_email_key unique using index users_email_key;
`,
    },
    {
      title: 'A new column that is to be unique',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column email text unique;
--                                      ^^^^^^ Building the index for unique \`email\` blocks reads and writes of \`users\` until it is done
`,
    },
    {
      title: 'The index is there already',
      before: `
create table users (email text);
create unique index users_email_key on users (email);`,
      sql: `
alter table users add constraint users_email_key unique using index users_email_key;
`,
    },
    {
      title: 'A table that the same migration has made',
      sql: `
create table users (email text);
alter table users add unique (email);
`,
    },
  ],
});
