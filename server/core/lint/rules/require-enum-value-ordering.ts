import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'require-enum-value-ordering',
  aliases: ['alter-enum-no-ordering'],
  summary: 'A new value of an enum without its place',
  severity: 'off',
  why: `
    Values compare in the order in which they were listed. One that is added without \`BEFORE\` or \`AFTER\` comes last, which may be no place that somebody chose,
    and it cannot be moved.`,
  instead: `
    Say where it belongs: \`ALTER TYPE mood ADD VALUE 'ok' AFTER 'sad'\`.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertype.html'],

  on: ['alter-enum'],
  *check({ action, name, value, neighbour, keyword }) {
    if (action === 'add-value' && !neighbour) yield { span: keyword, message: `'${value}' comes after all other values of ${named(name)}: nothing says that it belongs there` };
  },

  examples: [
    {
      title: 'Without a place',
      before: `create type mood as enum ('sad');`,
      sql: `
alter type mood add value 'ok';
-- ^^^^^^^ 'ok' comes after all other values of \`mood\`: nothing says that it belongs there
`,
    },
    {
      title: 'With its place',
      before: `create type mood as enum ('sad');`,
      sql: `
alter type mood add value 'ok' after 'sad';
`,
    },
  ],
});
