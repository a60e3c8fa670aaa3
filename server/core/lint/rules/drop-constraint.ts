import type { Catalog, Table } from '../../schema/catalog.js';
import type { TableConstraint } from '../../schema/relations.js';
import { rule } from '../rule.js';
import { listed, named } from '../words.js';

export default rule({
  id: 'drop-constraint',
  aliases: ['condrop', 'CD101', 'CD102', 'CD103'],
  summary: 'Without its constraint, a table takes rows that it did not take before',
  severity: 'warning',
  why: `
    From now on nothing keeps out rows that the constraint forbade, and with the first of them it cannot be added again:
    the way back is closed until somebody has repaired the data.`,
  instead: `
    Drop it in the same statement, or the same migration, that adds what replaces it.
    If nothing does, have the down migration add it again \`NOT VALID\`, which old rows do not keep from succeeding.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-REMOVING-A-CONSTRAINT'],

  on: ['alter-table'],
  actions: ['drop-constraint'],
  *check(statement, context) {
    if (statement.of !== 'table' || context.isNew(statement.table)) return;
    const table = context.catalog.table(statement.table);
    for (const action of statement.actions) {
      if (action.kind !== 'drop-constraint' || isAddedHere(action.name)) continue;
      const constraint = table?.constraints.find(it => it.name === action.name);
      if (constraint === undefined) {
        // Of a table that was there before the migrations, the name alone says little.
        if (table?.partial === false || action.name.endsWith('_not_null') || isChangedHere()) continue;
        yield { span: action.span, message: `Without ${named({ name: action.name })} ${named(statement.table)} takes rows that it did not take before` };
      } else if (constraint.kind !== 'not-null' && constraint.enforced && !isProof(constraint, table!)) {
        yield {
          span: action.span,
          message: `Without ${named({ name: action.name })} ${LOST[constraint.kind](constraint)}`,
          mendedBy: later => isReplaced(constraint, table!, later),
        };
      }
    }

    /** What is dropped may come back in another form. */
    function isChangedHere(): boolean {
      return context.statements.some(it => (it.kind === 'alter-table' && it.table.name === statement.table.name && it.actions.some(made => made.kind === 'add-constraint'))
        || (it.kind === 'create-index' && it.unique && it.table.name === statement.table.name)
        || (it.kind === 'drop' && it.names.some(dropped => dropped.name === statement.table.name)));
    }

    function isAddedHere(name: string): boolean {
      return context.statements.slice(0, context.position).some(it => it.kind === 'alter-table' && it.actions.some(made => made.kind === 'add-constraint' && made.constraint.name === name));
    }
  },

  examples: [
    {
      title: 'A foreign key, and a check',
      before: `
create table users (id bigint primary key, age int constraint age_positive check (age > 0));
create table orders (user_id bigint constraint orders_user references users);`,
      sql: `
alter table orders drop constraint orders_user;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Without \`orders_user\` \`user_id\` may refer to rows of \`users\` that do not exist
alter table users drop constraint age_positive;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Without \`age_positive\` nothing checks \`age\`
`,
    },
    {
      title: 'Another one takes its place, or it has done what it was for',
      before: `
create table users (id bigint primary key, state text constraint state_known check (state in ('a')), email text constraint email_present check (email is not null));`,
      sql: `
alter table users drop constraint state_known, add constraint state_known check (state in ('a', 'b')) not valid;
alter table users alter column email set not null;
alter table users drop constraint email_present;
`,
    },
  ],
});

type Lost = Readonly<Record<TableConstraint['kind'], (constraint: TableConstraint) => string>>;

const LOST: Lost = {
  'check': it => `nothing checks ${columnsOf(it) || 'the rows'}`,
  'foreign-key': it => `${columnsOf(it)} may refer to rows of ${named({ name: it.references?.table.name ?? '' })} that do not exist`,
  'unique': it => `rows may be equal in ${columnsOf(it)}`,
  'primary-key': it => `rows may be equal in ${columnsOf(it)}`,
  'exclude': () => 'rows may conflict',
  'not-null': it => `${columnsOf(it)} may be null`,
};

function columnsOf({ columns }: TableConstraint): string {
  return listed([...new Set(columns)].map(it => named({ name: it })));
}

/** A check that no column is null, of columns that cannot be. */
function isProof({ expression }: TableConstraint, table: Table): boolean {
  const proven = expression?.provesNotNull ?? [];
  return proven.length > 0 && expression!.columns.every(it => proven.includes(it) && table.columns.get(it)?.notNull);
}

/** By one of its name, or one of its kind on the same columns; or a column of it is gone. */
function isReplaced(constraint: TableConstraint, { name }: Table, later: Catalog): boolean {
  const table = later.table(name);
  if (table === undefined || (constraint.columns.length > 0 && !constraint.columns.every(it => table.columns.has(it)))) return true;
  const isAlike = (it: TableConstraint): boolean => it.name === constraint.name || (it.kind === constraint.kind && constraint.columns.every(column => it.columns.includes(column)));
  const isUnique = constraint.kind === 'unique' || constraint.kind === 'primary-key';
  return table.constraints.some(isAlike) || (isUnique && table.indexes.some(it => it.unique && it.columns.some(key => key !== undefined && constraint.columns.includes(key))));
}
