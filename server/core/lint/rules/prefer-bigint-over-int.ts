import { TYPING, declaredTypes, otherType } from '../declared-types.js';
import { isReference, keysIn, LARGEST } from '../integers.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'prefer-bigint-over-int',
  aliases: ['preferBigintOverInt', 'preferBigInt', 'prefer-big-int'],
  summary: 'A column of type `integer`',
  severity: 'off',
  why: `
    A value above 2,147,483,647 is refused, and to make the column larger then, the table is written anew while nobody can use it.`,
  instead: `
    Use \`bigint\`, unless what is counted has a limit of its own. The four bytes more are often there anyway, as padding.
    Primary keys are a rule of their own, \`prefer-bigint-primary-key\`, which is on.`,
  sources: ['https://squawkhq.com/docs/prefer-bigint-over-int'],

  on: ['create-table', 'alter-table'],
  actions: TYPING,
  *check(statement, context) {
    const keys = keysIn(statement, context.catalog);
    for (const { column, type, span, mendedBy } of declaredTypes(statement, context)) {
      if (type.name !== 'int4' || keys.has(column) || isReference(statement.table, column, context)) continue;
      yield { span, message: `${named({ name: column })} holds no number above ${LARGEST[type.name]}`, mendedBy, ...otherType(type, type.serial ? 'bigserial' : 'bigint') };
    }
  },

  examples: [
    {
      title: 'A counter',
      sql: `
create table videos (id bigint primary key, views int not null, parts integer[]);
--                                                ^^^ \`views\` holds no number above 2,147,483,647
--                                                                    ^^^^^^^^^ \`parts\` holds no number above 2,147,483,647
`,
      fixed: `
create table videos (id bigint primary key, views bigint not null, parts bigint[]);
`,
    },
    {
      title: 'As large as what it refers to',
      before: `create table users (id int primary key);`,
      sql: `
create table orders (user_id int not null, foreign key (user_id) references users (id));
`,
    },
  ],
});
