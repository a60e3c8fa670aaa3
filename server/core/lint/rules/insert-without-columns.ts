import { tokens } from '../../sql/lexer.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'insert-without-columns',
  aliases: ['statement.insert.must-specify-column', 'STATEMENT_INSERT_MUST_SPECIFY_COLUMN'],
  summary: '`INSERT` that does not say into which columns',
  severity: 'off',
  why: `
    The values go to the columns in the order of the table. Where somebody has added or dropped a column, they go to others, or the statement fails.`,
  instead: `
    List the columns.`,
  sources: ['https://www.postgresql.org/docs/current/sql-insert.html'],

  on: ['insert', 'update', 'delete', 'merge', 'select'],
  *check({ kind, target, columns, keyword }, { text }) {
    if (kind !== 'insert' || target === undefined || columns !== undefined) return;
    const words = tokens(text).filter(it => it.kind === 'word').map(it => text.slice(it.span.start, it.span.end).toLowerCase());
    if (words.some((word, i) => word === 'default' && words[i + 1] === 'values')) return;
    yield { span: keyword, message: `Which columns of ${named(target)} these values are for hangs on the order of the table` };
  },

  examples: [
    {
      title: 'Values in the order of the table',
      before: `create table roles (id bigint, name text);`,
      sql: `
insert into roles values (1, 'admin');
-- ^^^^^^^^ Which columns of \`roles\` these values are for hangs on the order of the table
`,
    },
    {
      title: 'Columns are listed, or there are no values',
      before: `create table roles (id bigint, name text);`,
      sql: `
insert into roles (id, name) values (1, 'admin');
insert into roles default values;
`,
    },
  ],
});
