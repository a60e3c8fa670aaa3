import { earlier } from '../neighbours.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'alter-enum-add-value',
  aliases: ['avoid-alter-enum-add-value', 'MP012'],
  summary: 'A value of an enum cannot be removed again',
  severity: 'off',
  why: `
    Postgres has no way to drop a value from an enum: to take it back, a new type has to be made and every column be written anew.
    An application that runs already and does not know the value may fail when it reads it.`,
  instead: `
    Let the applications know the value before a row has it. Where values come and go, use a table and a foreign key.`,
  sources: ['https://www.postgresql.org/docs/current/datatype-enum.html#DATATYPE-ENUM-IMPLEMENTATION-DETAILS'],

  on: ['alter-enum'],
  *check({ action, name, value, keyword }, context) {
    if (action !== 'add-value' || earlier(context, it => it.kind === 'create-type' && it.name.name === name.name)) return;
    yield { span: keyword, message: `The value '${value}' can never be removed from ${named(name)} again` };
  },

  examples: [
    {
      title: 'A value for a type in use',
      before: `create type mood as enum ('sad');`,
      sql: `
alter type mood add value 'ok';
-- ^^^^^^^ The value 'ok' can never be removed from \`mood\` again
`,
    },
    {
      title: 'Of a type that the migration makes',
      postgres: 17,
      sql: `
create type mood as enum ('sad');
alter type mood add value 'ok';
`,
    },
  ],
});
