import { definedNames } from '../defined-names.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'mixed-case-identifier',
  aliases: ['B005', 'B010', 'name-casing'],
  summary: 'A name with capital letters',
  severity: 'off',
  why: `
    Without quotes Postgres reads every name in small letters, so this one has to be in quotes wherever it is written, by everybody and for ever.`,
  instead: `
    Use small letters with underscores, and let the mapper of the application translate.`,
  sources: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_upper_case_table_or_column_names'],

  on: ['create-table', 'alter-table', 'create-view', 'create-table-as', 'rename'],
  actions: ['add-column'],
  *check(statement) {
    for (const { name, span } of definedNames(statement)) {
      if (name !== name.toLowerCase()) yield { span, message: `${named({ name })} has to be in quotes wherever it is written` };
    }
  },

  examples: [
    {
      title: 'A table and its columns',
      sql: `
create table "Orders" (id bigint, "placedAt" timestamptz);
--           ^^^^^^^^ \`Orders\` has to be in quotes wherever it is written
--                                ^^^^^^^^^^^^^^^^^^^^^^ \`placedAt\` has to be in quotes wherever it is written
`,
    },
    {
      title: 'Capitals without quotes are small letters',
      sql: `
CREATE TABLE Orders (ID bigint, placed_at timestamptz);
`,
    },
  ],
});
