import { TYPING, declaredTypes, otherType } from '../declared-types.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-floating-point',
  aliases: ['PGM109'],
  summary: 'A column of type `real` or `double precision`',
  severity: 'off',
  why: `
    Most decimal fractions have no exact form in binary: sums of money are off by a cent, and \`=\` does not find what was stored.
    A sum depends on the order in which its parts are added.`,
  instead: `
    Use \`numeric\` for what is counted. Floating point is right for what is measured, where speed matters more than the last digit.`,
  sources: ['https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT'],

  on: ['create-table', 'alter-table'],
  actions: TYPING,
  *check(statement, context) {
    for (const { column, type, span, mendedBy } of declaredTypes(statement, context)) {
      if (type.name !== 'float4' && type.name !== 'float8') continue;
      yield { span, message: `${named({ name: column })} holds most decimal fractions only nearly`, mendedBy, ...otherType(type, 'numeric') };
    }
  },

  examples: [
    {
      title: 'A price, and what is measured',
      sql: `
create table products (price double precision not null, weight real, shares float[]);
--                           ^^^^^^^^^^^^^^^^ \`price\` holds most decimal fractions only nearly
--                                                             ^^^^ \`weight\` holds most decimal fractions only nearly
--                                                                          ^^^^^^^ \`shares\` holds most decimal fractions only nearly
`,
      fixed: `
create table products (price numeric not null, weight numeric, shares numeric[]);
`,
    },
    {
      title: 'An exact number',
      sql: `
create table products (price numeric(12, 2) not null);
`,
    },
  ],
});
