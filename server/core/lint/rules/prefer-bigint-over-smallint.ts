import { TYPING, declaredTypes, otherType } from '../declared-types.js';
import { isReference, keysIn, LARGEST } from '../integers.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'prefer-bigint-over-smallint',
  aliases: ['preferBigintOverSmallint'],
  summary: 'A column of type `smallint`',
  severity: 'off',
  why: `
    A value above 32,767 is refused, and to make the column larger then, the table is written anew while nobody can use it.`,
  instead: `
    Use \`bigint\`, unless what is counted has a limit of its own. What is saved by two bytes is often lost again to padding.`,
  sources: ['https://squawkhq.com/docs/prefer-bigint-over-smallint'],

  on: ['create-table', 'alter-table'],
  actions: TYPING,
  *check(statement, context) {
    // Where Postgres numbers a key by it, `prefer-bigint-primary-key` says so.
    const keys = keysIn(statement, context.catalog);
    for (const { column, type, span, mendedBy } of declaredTypes(statement, context)) {
      if (type.name !== 'int2' || (type.serial && keys.has(column)) || isReference(statement.table, column, context)) continue;
      yield { span, message: `${named({ name: column })} holds no number above ${LARGEST[type.name]}`, mendedBy, ...otherType(type, type.serial ? 'bigserial' : 'bigint') };
    }
  },

  examples: [
    {
      title: 'A new column',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column age smallint;
--                               ^^^^^^^^ \`age\` holds no number above 32,767
`,
      fixed: `
alter table users add column age bigint;
`,
    },
    {
      title: 'Larger ones',
      sql: `
create table users (age int, visits bigint);
`,
    },
  ],
});
