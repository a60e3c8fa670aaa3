import { TYPING, declaredTypes, otherType } from '../declared-types.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'timestamp-precision-zero',
  aliases: ['PGM102'],
  summary: 'A time that is rounded to whole seconds',
  severity: 'info',
  why: `
    \`timestamp(0)\` rounds, and does not cut off: from the middle of a second on, the value lies in the future, and after what happened next.`,
  instead: `
    Store the moment as it is, which takes no more room, and cut it with \`date_trunc('second', …)\` where it is shown.`,
  sources: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp.280.29_or_timestamptz.280.29'],

  on: ['create-table', 'alter-table'],
  actions: TYPING,
  *check(statement, context) {
    for (const { column, type, span, mendedBy } of declaredTypes(statement, context)) {
      if ((type.name !== 'timestamp' && type.name !== 'timestamptz') || type.modifiers[0] !== 0) continue;
      yield { span, message: `Every other value of ${named({ name: column })} is rounded up, into the future`, mendedBy, ...otherType(type, type.name) };
    }
  },

  examples: [
    {
      title: 'With a time zone, and without',
      sql: `
create table orders (placed_at timestamptz(0), sent_at timestamp(0) without time zone);
--                             ^^^^^^^^^^^^^^ Every other value of \`placed_at\` is rounded up, into the future
--                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Every other value of \`sent_at\` is rounded up, into the future
`,
      fixed: `
create table orders (placed_at timestamptz, sent_at timestamp);
`,
    },
    {
      title: 'Milliseconds, and an interval',
      sql: `
create table orders (placed_at timestamptz(3), took interval(0));
`,
    },
  ],
});
