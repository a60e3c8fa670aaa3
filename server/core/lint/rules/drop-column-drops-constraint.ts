import type { Index, Table, TableConstraint } from '../../schema/relations.js';
import { keyOf } from '../../sql/identifier.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import { constraintsIn } from '../constraints.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { listed, named } from '../words.js';

export default rule({
  id: 'drop-column-drops-constraint',
  aliases: ['PGM010', 'PGM011', 'PGM012'],
  summary: 'With the column goes what it shares with others',
  severity: 'warning',
  why: `
    A primary key, a \`UNIQUE\`, a check, a foreign key or an index of several columns goes with any one of them, without a word.
    What it promised about the others is promised no more, and queries that used it read the whole table.`,
  instead: `
    Decide what is to hold for the columns that stay, and make that first: the index concurrently, the constraint of it. Then drop the old one by its name, and the column.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN'],

  on: ['alter-table'],
  actions: ['drop-column'],
  *check(statement, context) {
    const table = context.catalog.table(statement.table);
    if (!table || context.isNew(statement.table)) return;
    const columns = statement.actions.flatMap(it => (it.kind === 'drop-column' ? [it.column] : []));
    const dropped = statement.actions.flatMap(it => (it.kind === 'drop-constraint' ? [it.name] : []));
    for (const action of statement.actions) {
      if (action.kind !== 'drop-column') continue;
      const concerns = (its: readonly (string | undefined)[]): boolean => its.includes(action.column) && its.some(it => it !== undefined && !columns.includes(it));
      const constraints = table.constraints.filter(it => !dropped.includes(it.name) && !it.inherited && concerns(it.columns) && !isMadeAgain(it, statement, context));
      const indexes = table.indexes.filter(it => it.constraint === undefined && concerns([...it.columns, ...it.reads]) && isUsedWithout(it, action.column) && !isBuiltAgain(it, columns, table, context));
      const lost = [...constraints.map(it => `${KINDS[it.kind]} ${named(it)}`), ...indexes.map(it => `the ${it.unique ? 'unique ' : ''}index ${named({ name: it.name.name })}`)];
      if (lost.length > 0) yield { span: action.span, message: `With ${named({ name: action.column })} ${listed(lost)} ${lost.length > 1 ? 'go' : 'goes'} as well` };
    }
  },

  examples: [
    {
      title: 'A part of a key, and of an index',
      before: `
create table seats (hall int, row int, number int, note text, unique (hall, row, number));
create index seats_note on seats (note, row);`,
      sql: `
alter table seats drop column row;
--                ^^^^^^^^^^^^^^^ With \`row\` the unique constraint \`seats_hall_row_number_key\` and the index \`seats_note\` go as well
`,
    },
    {
      title: 'What concerns the column alone',
      before: `create table users (id bigint primary key, email text unique check (email <> ''));`,
      sql: `
alter table users drop column email;
`,
    },
    {
      title: 'It is made for the columns that stay',
      before: `create table seats (hall int, row int, number int, unique (hall, row, number));`,
      sql: `
alter table seats drop constraint seats_hall_row_number_key;
alter table seats drop column row, add unique (hall, number);
`,
    },
  ],
});

const KINDS: Readonly<Record<TableConstraint['kind'], string>> = {
  'primary-key': 'the primary key', unique: 'the unique constraint', check: 'the check', 'foreign-key': 'the foreign key', exclude: 'the exclusion constraint', 'not-null': 'the not-null constraint',
};

/** The same statement, or another of the migration, makes one of the kind. */
function isMadeAgain({ kind }: TableConstraint, { table }: AlterTable, { catalog, statements }: Context): boolean {
  const key = keyOf(catalog.fullName(table));
  return statements.some(it => (it.kind === 'alter-table' && keyOf(catalog.fullName(it.table)) === key && constraintsIn(it, catalog).some(({ constraint }) => constraint.kind === kind))
    || (it.kind === 'create-index' && it.unique && kind !== 'check' && kind !== 'foreign-key' && keyOf(catalog.fullName(it.table)) === key));
}

/** One that begins with the column was looked up by it, by whom there is no more. */
function isUsedWithout({ unique, columns }: Index, column: string): boolean {
  return unique || columns[0] !== column;
}

/** The migration builds one on some of the columns that stay, or there is one already. */
function isBuiltAgain(index: Index, gone: readonly string[], table: Table, { catalog, statements }: Context): boolean {
  const stays = index.columns.filter(it => it !== undefined && !gone.includes(it));
  const serves = ({ columns, reads, unique }: Index): boolean => (unique || !index.unique) && ![...columns, ...reads].some(it => it !== undefined && gone.includes(it)) && stays.every((it, i) => columns[i] === it);
  return stays.length === 0 || table.indexes.some(serves)
    || statements.some(it => it.kind === 'create-index' && keyOf(catalog.fullName(it.table)) === keyOf(table.name) && it.columns.some(column => stays.includes(column)));
}
