import type { Column, Table } from '../../schema/catalog.js';
import { keyOf } from '../../sql/identifier.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import { lossOf } from '../narrowing.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'narrowing-column-type',
  aliases: ['MP044'],
  summary: 'A type that does not hold all that the column may hold',
  severity: 'error',
  why: `
    One row with a value that is too large, and the migration fails; on the test database there was none.
    Where the values fit after they were rounded or cut off, what is lost is lost without a word.
    Applications that write larger values fail from then on.`,
  instead: `
    Add a check for what the new type holds, with \`NOT VALID\`, and validate it: that finds the rows that are in the way without a lock that hurts.
    Change the type when there are none left, with \`USING\` where values are to be shortened on purpose.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE'],

  on: ['alter-table'],
  actions: ['alter-column-type'],
  *check(statement, context) {
    if (statement.of !== 'table' || context.isNew(statement.table) || context.emptied(statement.table)) return;
    const table = context.catalog.table(statement.table);
    for (const action of statement.actions) {
      if (action.kind !== 'alter-column-type' || context.isNewColumn(statement.table, action.column)) continue;
      // A USING that is more than a cast is the author's own way to make the values fit.
      if (action.using && action.using.castOfColumn !== action.column) continue;
      const column = table?.columns.get(action.column);
      if (!table || !column?.type || isLimited(column, table)) continue;
      const loss = lossOf(column.type, action.type, action.using !== undefined, context.catalog);
      if (loss !== undefined && !isMadeFit(action.column, statement, context)) yield { span: action.span, message: loss.said.replace('…', `of ${named({ name: action.column })}`), ...(loss.rounded && { severity: 'warning' as const }) };
    }
  },

  examples: [
    {
      title: 'Smaller numbers, and a shorter text',
      before: `create table orders (number bigint, note varchar(200), placed_at timestamptz);`,
      sql: `
alter table orders alter column number type int;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ A value of \`number\` beyond 2,147,483,647 makes this fail
alter table orders alter column note type varchar(100);
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ A value of \`note\` longer than 100 characters makes this fail
alter table orders alter column placed_at type date;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The time of day of \`placed_at\` is lost
`,
    },
    {
      title: 'Larger ones, and what the author has made fit',
      before: `create table orders (number int, note varchar(100), title text);`,
      sql: `
alter table orders alter column number type bigint;
alter table orders alter column note type text;
alter table orders alter column title type varchar(20) using left(title, 20);
`,
    },
    {
      title: 'The migration has shortened the values',
      before: `create table orders (note text);`,
      sql: `
update orders set note = left(note, 100) where length(note) > 100;
alter table orders alter column note type varchar(100);
`,
    },
    {
      title: 'A check has made sure',
      before: `create table orders (note text check (char_length(note) <= 100));`,
      sql: `
alter table orders alter column note type varchar(100);
`,
    },
  ],
});

/** Some check that holds for all rows says how large its values are; how large exactly is left to the author. */
function isLimited({ name }: Column, { constraints }: Table): boolean {
  return constraints.some(it => it.kind === 'check' && it.validated && it.columns.length === 1 && it.columns[0] === name
    && (it.expression?.calls.some(call => LENGTHS.has(call.name)) || it.expression?.comparisons?.some(fact => LIMITS.has(fact.operator))));
}

/** The migration has changed the values before, or deleted rows. */
function isMadeFit(column: string, { table }: AlterTable, { catalog, statements, position }: Context): boolean {
  const key = keyOf(catalog.fullName(table));
  return statements.slice(0, position).some(it => ((it.kind === 'update' && it.columns?.includes(column) === true) || it.kind === 'delete')
    && it.target !== undefined && keyOf(catalog.fullName(it.target)) === key);
}

const LENGTHS: ReadonlySet<string> = new Set(['length', 'char_length', 'character_length', 'octet_length']);
const LIMITS: ReadonlySet<string> = new Set(['<', '<=', '=', 'in']);
