import { TYPING, declaredTypes, otherType } from '../declared-types.js';
import { isReference } from '../integers.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-char-field',
  aliases: ['banCharField', 'MP041', 'PGM103'],
  summary: 'A column of type `char(n)`',
  severity: 'warning',
  why: `
    Every value is padded with blanks to its full length, on disk as well; the blanks are there for \`LIKE\` and regular expressions, and not for \`=\`.
    It refuses no value that is too short, and every change of its length rewrites the table.`,
  instead: `
    Use \`varchar(n)\`, which costs no more, or \`text\`; where the length is really fixed, add a check for it.
    The one-byte type \`"char"\`, in quotes, is another type and not meant.`,
  sources: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_char.28n.29'],

  on: ['create-table', 'alter-table'],
  actions: TYPING,
  *check(statement, context) {
    for (const { table, column, type, span, mendedBy } of declaredTypes(statement, context)) {
      // What refers to a key of the type is of the same.
      if (type.name !== 'bpchar' || isReference(table, column, context)) continue;
      const [length] = type.modifiers;
      const message = length === undefined
        ? `\`bpchar\` takes the blanks at the end of ${named({ name: column })} for nothing`
        : `\`char(${length})\` pads every value of ${named({ name: column })} with blanks`;
      yield { span, message, mendedBy, ...otherType(type, length === undefined ? 'text' : `varchar(${length})`) };
    }
  },

  examples: [
    {
      title: 'A new table, and a new column',
      before: `create table countries (name text);`,
      sql: `
create table currencies (code char(3) primary key, symbol character not null);
--                            ^^^^^^^ \`char(3)\` pads every value of \`code\` with blanks
--                                                        ^^^^^^^^^ \`char(1)\` pads every value of \`symbol\` with blanks
alter table countries add column code char(2);
--                                    ^^^^^^^ \`char(2)\` pads every value of \`code\` with blanks
`,
      fixed: `
create table currencies (code varchar(3) primary key, symbol varchar(1) not null);
alter table countries add column code varchar(2);
`,
    },
    {
      title: 'Other types with the same word',
      sql: `
create table t (a "char", b varchar(3), c character varying(20));
`,
    },
  ],
});
