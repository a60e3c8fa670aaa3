import { CONSTRAINING, constraintsIn } from '../constraints.js';
import { indexedFor } from '../index-first.js';
import { rule } from '../rule.js';
import { blocked, named } from '../words.js';

export default rule({
  id: 'adding-exclusion-constraint',
  aliases: ['E8', 'avoid-adding-exclusion-constraint', 'add-constraint-exclude', 'MP031', 'PGM019'],
  summary: 'An exclusion constraint builds its index while nobody can use the table',
  severity: 'error',
  why: `
    \`ADD … EXCLUDE\` holds an \`ACCESS EXCLUSIVE\` lock until its index is built: no reads, no writes.
    It cannot be \`NOT VALID\`, and it cannot take an index that is there.`,
  instead: `
    There is no way without the lock: do it while nobody needs the table, or make a new table with the constraint, fill it in batches, and rename.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-EXCLUDE'],

  on: ['alter-table'],
  actions: CONSTRAINING,
  *check(statement, context) {
    for (const made of constraintsIn(statement, context.catalog)) {
      const { kind, name } = made.constraint;
      const built = kind === 'exclude' ? indexedFor(made, statement, context) : [];
      if (built.length === 0) continue;
      yield { span: made.span, message: `Building the index for ${name === undefined ? 'this constraint' : named({ name })} blocks ${blocked(built)} until it is done` };
    }
  },

  examples: [
    {
      title: 'A table in use',
      before: `create table bookings (during tstzrange);`,
      sql: `
alter table bookings add constraint no_overlap exclude using gist (during with &&);
--                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Building the index for \`no_overlap\` blocks reads and writes of \`bookings\` until it is done
`,
    },
    {
      title: 'A table that the same migration has made',
      sql: `
create table bookings (during tstzrange);
alter table bookings add constraint no_overlap exclude using gist (during with &&);
`,
    },
  ],
});
