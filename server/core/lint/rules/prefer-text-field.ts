import { TYPING, declaredTypes, otherType } from '../declared-types.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'prefer-text-field',
  aliases: ['preferTextField', 'MP037', 'PGM108', 'prefer-text-to-varchar'],
  summary: 'A length that is part of the type',
  severity: 'off',
  why: `
    A longer limit is free, but a shorter one rewrites the table under an \`ACCESS EXCLUSIVE\` lock,
    and any change at all is refused as long as a view reads the column.
    The length saves no room: \`varchar(n)\` is stored as \`text\` is.`,
  instead: `
    Use \`text\`, and a check where there has to be a limit: it can be exchanged without a lock that hurts, by \`NOT VALID\` and \`VALIDATE CONSTRAINT\`.`,
  sources: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_varchar.28n.29_by_default'],

  on: ['create-table', 'alter-table'],
  actions: TYPING,
  *check(statement, context) {
    for (const { column, type, span, mendedBy } of declaredTypes(statement, context)) {
      const [length] = type.modifiers;
      if (type.name !== 'varchar' || length === undefined) continue;
      yield { span, message: `The limit of ${named({ name: column })} is part of its type: a shorter one rewrites the table`, mendedBy, ...otherType(type, 'text') };
    }
  },

  examples: [
    {
      title: 'A new table',
      sql: `
create table users (name varchar(255) not null, tags character varying(20)[]);
--                       ^^^^^^^^^^^^ The limit of \`name\` is part of its type: a shorter one rewrites the table
--                                                   ^^^^^^^^^^^^^^^^^^^^^^^ The limit of \`tags\` is part of its type: a shorter one rewrites the table
`,
      fixed: `
create table users (name text not null, tags text[]);
`,
    },
    {
      title: 'Without a length, and a temporary table',
      sql: `
create table users (name varchar);
create temporary table arrivals (name varchar(10));
`,
    },
  ],
});
