import { CONSTRAINING, constraintsIn } from '../constraints.js';
import { indexedFor, indexFirst } from '../index-first.js';
import { rule } from '../rule.js';
import { blocked, withFixes } from '../words.js';

export default rule({
  id: 'adding-primary-key-constraint',
  aliases: ['adding-serial-primary-key-field', 'E7', 'add-pk-without-using-index', 'PGM016'],
  summary: 'A primary key builds its index while nobody can use the table',
  severity: 'error',
  why: `
    \`ADD PRIMARY KEY\` holds an \`ACCESS EXCLUSIVE\` lock until its index is built and every row has been seen to have no nulls: no reads, no writes.
    If two rows are equal, or one has a null, it fails at the end.`,
  instead: `
    Make the columns \`NOT NULL\` without a scan, \`CREATE UNIQUE INDEX CONCURRENTLY\` outside a transaction,
    then \`ADD CONSTRAINT … PRIMARY KEY USING INDEX\`, which takes a moment.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX'],

  on: ['alter-table'],
  actions: CONSTRAINING,
  *check(statement, context) {
    for (const made of constraintsIn(statement, context.catalog)) {
      // A new column without a value for each row cannot be a key of a table that has any: another rule says so.
      if (made.constraint.kind !== 'primary-key' || (made.column && made.column.default === undefined)) continue;
      const built = indexedFor(made, statement, context);
      if (built.length === 0) continue;
      yield {
        span: made.span,
        message: `Building the index for the primary key blocks ${blocked(built)} until it is done`,
        ...withFixes(indexFirst(made, statement, context)),
      };
    }
  },

  examples: [
    {
      title: 'A primary key for a table in use',
      before: `create table users (id bigint not null);`,
      transaction: false,
      sql: `
alter table users add primary key (id);
--                    ^^^^^^^^^^^^^^^^ Building the index for the primary key blocks reads and writes of \`users\` until it is done
`,
      fixed: `
create unique index concurrently users_pkey on users (id);
alter table users add primary key using index users_pkey;
`,
    },
    {
      title: 'The index is there already',
      before: `
create table users (id bigint not null);
create unique index users_pkey on users (id);`,
      sql: `
alter table users add constraint users_pkey primary key using index users_pkey;
`,
    },
    {
      title: 'A table that the same migration has made',
      sql: `
create table users (id bigint);
alter table users add primary key (id);
`,
    },
  ],
});
