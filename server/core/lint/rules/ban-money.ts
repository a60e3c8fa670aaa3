import { TYPING, declaredTypes, otherType } from '../declared-types.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-money',
  aliases: ['PGM104'],
  summary: 'A column of type `money`',
  severity: 'warning',
  why: `
    What a value means depends on the setting \`lc_monetary\` of whoever reads it: no currency is stored, and how many digits there are changes with it.
    A dump that is loaded where it differs is misread. Fractions of a cent are rounded away.`,
  instead: `
    Use \`numeric\`, with the currency in a column of its own if there can be more than one; or a \`bigint\` of the smallest unit.`,
  sources: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_money'],

  on: ['create-table', 'alter-table'],
  actions: TYPING,
  *check(statement, context) {
    for (const { column, type, span, mendedBy } of declaredTypes(statement, context)) {
      if (type.name !== 'money') continue;
      yield { span, message: `What ${named({ name: column })} means depends on the setting \`lc_monetary\` of whoever reads it`, mendedBy, ...otherType(type, 'numeric') };
    }
  },

  examples: [
    {
      title: 'A new table',
      sql: `
CREATE TABLE products (price MONEY NOT NULL);
--                           ^^^^^ What \`price\` means depends on the setting \`lc_monetary\` of whoever reads it
`,
      fixed: `
CREATE TABLE products (price NUMERIC NOT NULL);
`,
    },
    {
      title: 'A number',
      sql: `
create table products (price numeric(12, 2) not null, money bigint);
`,
    },
  ],
});
