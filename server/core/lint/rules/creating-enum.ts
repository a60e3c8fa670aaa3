import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'creating-enum',
  aliases: ['creatingEnum', 'W13'],
  summary: 'An enum cannot lose a value',
  severity: 'off',
  why: `
    Values can be added and renamed, and never be removed or put in another order: for that, a new type has to be made, and every table that uses it is written anew.`,
  instead: `
    Use a table of the values with a foreign key to it, or \`text\` with a check.`,
  sources: ['https://www.postgresql.org/docs/current/datatype-enum.html', 'https://kaveland.no/eugene/hints/W13/index.html'],

  on: ['create-type'],
  *check({ of, name, keyword }) {
    if (of === 'enum') yield { span: name.span ?? keyword, message: `A value of ${named(name)} can never be removed` };
  },

  examples: [
    {
      title: 'An enum',
      sql: `
create type mood as enum ('sad', 'glad');
--          ^^^^ A value of \`mood\` can never be removed
`,
    },
    {
      title: 'Other types',
      sql: `
create type pair as (a int, b int);
create domain mood as text check (value in ('sad', 'glad'));
`,
    },
  ],
});
