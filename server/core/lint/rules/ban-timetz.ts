import { TYPING, declaredTypes, otherType } from '../declared-types.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-timetz',
  summary: 'A column of type `time with time zone`',
  severity: 'off',
  why: `
    A time of day with an offset, and without the day that would tell whether the offset holds: summer time makes it wrong for half of the year.
    Postgres has it only because the standard does.`,
  instead: `
    Use \`timestamptz\` for a moment; for a time of day \`time\`, with the name of the time zone in a column of its own.`,
  sources: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timetz'],

  on: ['create-table', 'alter-table'],
  actions: TYPING,
  *check(statement, context) {
    for (const { column, type, span, mendedBy } of declaredTypes(statement, context)) {
      if (type.name !== 'timetz') continue;
      yield { span, message: `${named({ name: column })} has an offset and no day on which it would hold`, mendedBy, ...otherType(type, 'time') };
    }
  },

  examples: [
    {
      title: 'A new table',
      sql: `
create table shifts (starts_at time with time zone not null, ends_at timetz);
--                             ^^^^^^^^^^^^^^^^^^^ \`starts_at\` has an offset and no day on which it would hold
--                                                                   ^^^^^^ \`ends_at\` has an offset and no day on which it would hold
`,
      fixed: `
create table shifts (starts_at time not null, ends_at time);
`,
    },
    {
      title: 'A time of day, and a moment',
      sql: `
create table shifts (starts_at time not null, ended_at timestamptz);
`,
    },
  ],
});
