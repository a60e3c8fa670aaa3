import { earlier } from '../neighbours.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'enum-rename-value',
  aliases: ['MP060', 'rename_enum_value'],
  summary: 'Renaming a value of an enum breaks applications that use it',
  severity: 'warning',
  why: `
    From the moment of the commit the old word is an error: in every query of an application that runs already, and in prepared statements.
    Logical replication does not carry the change to subscribers.`,
  instead: `
    Add the new value, let applications write it, change the rows, and leave the old value where it is.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertype.html'],

  on: ['alter-enum'],
  *check({ action, name, from, value, keyword }, context) {
    if (action !== 'rename-value' || earlier(context, it => it.kind === 'create-type' && it.name.name === name.name)) return;
    yield { span: keyword, message: `Renaming '${from}' of ${named(name)} to '${value}' breaks applications that still use it` };
  },

  examples: [
    {
      title: 'A value in use',
      before: `create type mood as enum ('sad');`,
      sql: `
alter type mood rename value 'sad' to 'blue';
-- ^^^^^^^ Renaming 'sad' of \`mood\` to 'blue' breaks applications that still use it
`,
    },
    {
      title: 'Of a type that the migration makes',
      sql: `
create type mood as enum ('sad');
alter type mood rename value 'sad' to 'blue';
`,
    },
  ],
});
