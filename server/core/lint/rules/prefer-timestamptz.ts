import { TYPING, declaredTypes, otherType } from '../declared-types.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'prefer-timestamptz',
  aliases: ['prefer-timestamp-tz', 'preferTimestamptz', 'MP040', 'PGM101'],
  summary: 'A column of type `timestamp` without a time zone',
  severity: 'warning',
  why: `
    It holds what a clock on some wall said, and not where the wall was: which moment that is, nobody knows who did not write it.
    Two servers or sessions with different settings of \`TimeZone\` store the same moment differently, and an hour of each year is there twice.`,
  instead: `
    Use \`timestamptz\`. It takes the same eight bytes, holds a moment, and shows it in the time zone of whoever asks.
    For a time that is meant to be local, such as that of an appointment in some city, ignore this finding there.`,
  sources: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp_.28without_time_zone.29'],

  on: ['create-table', 'alter-table'],
  actions: TYPING,
  *check(statement, context) {
    for (const { column, type, span, mendedBy } of declaredTypes(statement, context)) {
      if (type.name !== 'timestamp') continue;
      const [precision] = type.modifiers;
      yield {
        span,
        message: `Which moment ${named({ name: column })} means is not known without its time zone`,
        mendedBy,
        ...otherType(type, precision === undefined ? 'timestamptz' : `timestamptz(${precision})`),
      };
    }
  },

  examples: [
    {
      title: 'A new table, and a new column',
      before: `create table users (id bigint);`,
      sql: `
create table orders (placed_at timestamp not null default now(), sent_at TIMESTAMP(3) WITHOUT TIME ZONE);
--                             ^^^^^^^^^ Which moment \`placed_at\` means is not known without its time zone
--                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Which moment \`sent_at\` means is not known without its time zone
alter table users add column seen_at timestamp[];
--                                   ^^^^^^^^^^^ Which moment \`seen_at\` means is not known without its time zone
`,
      fixed: `
create table orders (placed_at timestamptz not null default now(), sent_at TIMESTAMPTZ(3));
alter table users add column seen_at timestamptz[];
`,
    },
    {
      title: 'With its time zone, and a day',
      sql: `
create table orders (placed_at timestamp with time zone, sent_at timestamptz(3), born_on date);
`,
    },
  ],
});
