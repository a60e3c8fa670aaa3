import type { Table } from '../../schema/catalog.js';
import { identifier, qualified } from '../../sql/identifier.js';
import type { AlterTable, CreateTable } from '../../sql/statement/tables.js';
import { CONSTRAINING, constraintsIn } from '../constraints.js';
import { findsBy, isServed } from '../coverage.js';
import { plain } from '../index-first.js';
import type { Context, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { keyword, listed, named } from '../words.js';

export default rule({
  id: 'foreign-key-missing-index',
  aliases: ['E15', 'fk-missing-index', 'MP016', 'PGM501'],
  summary: 'A foreign key whose columns have no index',
  severity: 'warning',
  why: `
    For each row that is deleted from the referenced table, or whose key changes, Postgres looks for rows that refer to it.
    Without an index it reads the whole referencing table, each time, and the deleting transaction keeps its locks meanwhile.`,
  instead: `
    Create an index that begins with the referencing columns: with the table, or \`CONCURRENTLY\` where the table is in use.
    An index in a later migration of the same project counts.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],

  on: ['create-table', 'alter-table'],
  actions: CONSTRAINING,
  *check(statement, context) {
    if (statement.kind === 'create-table' && (statement.persistence === 'temporary' || statement.foreign)) return;
    const made = constraintsIn(statement, context.catalog).filter(it => it.constraint.references);
    if (made.length === 0) return;
    const before = context.catalog.table(statement.table);
    const table = context.catalog.after(statement).table(statement.table);
    if (table === undefined || table.name.schema === 'pg_temp') return;

    for (const { constraint, span } of made) {
      const { columns, references } = constraint;
      if (columns.length === 0 || findsBy(table.indexes, columns) || mayHaveIndex(columns, before, statement, context)) continue;
      yield {
        span,
        message: `No index begins with ${listed(columns.map(it => named({ name: it })))}: a delete from ${named(references!.table)} reads all of ${named(statement.table)}`,
        mendedBy: later => isServed(later, table.name, columns),
        fixes: [indexed(statement, table, columns, context)],
      };
    }
  },

  examples: [
    {
      title: 'A new table',
      before: `create table users (id bigint primary key);`,
      sql: `
create table orders (id bigint primary key, user_id bigint references users (id));
--                                                         ^^^^^^^^^^^^^^^^^^^^^ No index begins with \`user_id\`: a delete from \`users\` reads all of \`orders\`
`,
      fixed: `
create table orders (id bigint primary key, user_id bigint references users (id));
create index orders_user_id_idx on orders (user_id);
`,
    },
    {
      title: 'A table in use gets its index in a migration of its own',
      before: `
create table users (id bigint primary key);
create table orders (id bigint primary key, user_id bigint);`,
      sql: `
alter table orders add constraint orders_user foreign key (user_id) references users not valid;
--                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ No index begins with \`user_id\`: a delete from \`users\` reads all of \`orders\`
`,
    },
    {
      title: 'The index comes later in the same migration, or is that of a key',
      before: `create table users (id bigint primary key);`,
      sql: `
create table orders (id bigint primary key, user_id bigint references users (id));
create index orders_user on orders (user_id, id);
create table profiles (user_id bigint primary key references users (id));
`,
    },
  ],
});

/** The table was there before the migrations, and the column with it: nobody knows its indexes. */
function mayHaveIndex(columns: readonly string[], before: Table | undefined, statement: CreateTable | AlterTable, context: Context): boolean {
  if (statement.kind === 'create-table' || before?.partial === false) return false;
  return !columns.some(column => context.isNewColumn(statement.table, column) || statement.actions.some(it => it.kind === 'add-column' && it.column.name === column));
}

function indexed({ kind, table: written }: CreateTable | AlterTable, table: Table, columns: readonly string[], { isNew, text }: Context): StatementFix {
  const name = `${table.name.name}_${columns.join('_')}_idx`;
  if (kind === 'create-table' || isNew(written)) {
    const say = (words: string): string => keyword(words, text);
    const on = text.slice(written.span!.start, written.span!.end);
    const index = `${say('CREATE INDEX')} ${plain(name)} ${say('ON')} ${on} (${columns.map(plain).join(', ')})`;
    return { title: 'Create an index for it', safety: 'review', edits: [{ span: { start: text.length, end: text.length }, text: `;\n${index}` }] };
  }
  return {
    title: 'Leave the rest',
    safety: 'review',
    edits: [],
    followUp: {
      name, does: 'create an index for it', required: true,
      sql: `CREATE INDEX${table.partitioned ? '' : ' CONCURRENTLY'} ${identifier(name)} ON ${qualified(written)} (${columns.map(identifier).join(', ')});\n`,
    },
  };
}
