import { TYPING, declaredTypes, otherType } from '../declared-types.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'prefer-jsonb',
  aliases: ['E3', 'preferJsonb', 'add-column-json', 'PGM106', 'add_column_json'],
  summary: 'A column of type `json`',
  severity: 'warning',
  why: `
    \`json\` keeps the text as it was sent, and has no equality: \`SELECT DISTINCT\`, \`GROUP BY\`, \`UNION\` and \`=\` fail on the column,
    also in queries that have been there all the time and select \`*\`.
    Every access parses the text again, and it cannot be indexed.`,
  instead: `
    Use \`jsonb\`. Keep \`json\` only where the very text matters: its blanks, its order of keys, its repeated keys.`,
  sources: ['https://www.postgresql.org/docs/current/datatype-json.html', 'https://kaveland.no/eugene/hints/E3/index.html'],

  on: ['create-table', 'alter-table'],
  actions: TYPING,
  *check(statement, context) {
    for (const { column, type, span, mendedBy } of declaredTypes(statement, context)) {
      if (type.name !== 'json') continue;
      yield { span, message: `\`json\` has no equality: \`DISTINCT\`, \`GROUP BY\` and \`UNION\` fail on ${named({ name: column })}`, mendedBy, ...otherType(type, 'jsonb') };
    }
  },

  examples: [
    {
      title: 'A new column',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column settings json not null default '{}'::json;
--                                    ^^^^ \`json\` has no equality: \`DISTINCT\`, \`GROUP BY\` and \`UNION\` fail on \`settings\`
`,
      fixed: `
alter table users add column settings jsonb not null default '{}'::json;
`,
    },
    {
      title: 'The other one, and a temporary table',
      sql: `
create table users (settings jsonb);
create temporary table arrivals (body json);
`,
    },
  ],
});
