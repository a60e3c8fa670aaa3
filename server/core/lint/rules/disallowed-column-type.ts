import { TYPING, declaredTypes } from '../declared-types.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'disallowed-column-type',
  aliases: ['COLUMN_TYPE_DISALLOW_LIST'],
  summary: 'A type that the project does not want',
  severity: 'off',
  why: `
    A type that the drivers, the mapper or the warehouse of a project do not understand is found out about when the table is full.`,
  instead: 'Use another type. Say in the project file which are not wanted: `"types": ["xml", "real"]`.',
  sources: ['https://www.postgresql.org/docs/current/datatype.html'],

  settings: { types: { kind: 'names', means: 'The types, as SQL or Postgres call them.' } },

  on: ['create-table', 'alter-table'],
  actions: TYPING,
  *check(statement, context, { types = [] }) {
    if (types.length === 0) return;
    for (const { type, column, span, mendedBy } of declaredTypes(statement, context)) {
      const spoken = types.find(it => (INTERNAL[it.toLowerCase()] ?? it.toLowerCase()) === type.name);
      if (spoken !== undefined) yield { span, message: `${named({ name: column })} is of the type ${named({ name: spoken })}, which is not wanted here`, mendedBy };
    }
  },

  examples: [
    {
      title: 'As SQL calls it, and as Postgres does',
      settings: { types: ['real', 'xml', 'timetz'] },
      sql: `
create table orders (id bigint primary key, total real, at time with time zone);
--                                                ^^^^ \`total\` is of the type \`real\`, which is not wanted here
--                                                         ^^^^^^^^^^^^^^^^^^^ \`at\` is of the type \`timetz\`, which is not wanted here
`,
    },
    {
      title: 'Others',
      settings: { types: ['real'] },
      sql: `
create table orders (id bigint primary key, total numeric);
`,
    },
  ],
});

/** What Postgres calls the types that SQL has other names for: `SystemTypeName` in `gram.y`. */
const INTERNAL: Readonly<Record<string, string>> = {
  smallint: 'int2', integer: 'int4', int: 'int4', bigint: 'int8', real: 'float4', 'double precision': 'float8', float: 'float8', decimal: 'numeric', dec: 'numeric', boolean: 'bool', char: 'bpchar',
  character: 'bpchar', 'character varying': 'varchar', 'bit varying': 'varbit', 'timestamp with time zone': 'timestamptz', 'timestamp without time zone': 'timestamp',
  'time with time zone': 'timetz', 'time without time zone': 'time',
};
