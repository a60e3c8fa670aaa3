import type { FullName } from '../../schema/catalog.js';
import type { PartitionKey } from '../../sql/statement/tables.js';
import { CONSTRAINING, constraintsIn } from '../constraints.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { listed, named } from '../words.js';

export default rule({
  id: 'partition-key-in-unique-constraint',
  aliases: ['MP049'],
  summary: 'What is unique in a partitioned table has to include the columns it is partitioned by',
  severity: 'error',
  why: `
    Each partition has an index of its own, and none sees the rows of the others.
    Postgres refuses a primary key, a unique constraint or a unique index that leaves out a column of the partition key,
    and any of them where the key has an expression.`,
  instead: 'Add the missing columns to the key, or make it unique in each partition by itself.',
  sources: ['https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-LIMITATIONS'],

  on: ['create-table', 'alter-table', 'create-index'],
  actions: CONSTRAINING,
  *check(statement, context) {
    const { catalog } = context;
    if (statement.kind === 'create-index') {
      const wrong = statement.unique ? missing(statement.columns, catalog.table(statement.table)?.partitionKey) : undefined;
      if (wrong !== undefined) yield { span: statement.keyword, message: `A unique index of ${named(statement.table)} ${wrong}` };
      return;
    }
    const key = statement.kind === 'create-table' ? statement.partitionKey : catalog.table(statement.table)?.partitionKey;
    if (key === undefined) return;
    for (const { constraint, span } of constraintsIn(statement, catalog)) {
      if (constraint.kind !== 'unique' && constraint.kind !== 'primary-key') continue;
      const wrong = constraint.usingIndex === undefined ? missing(constraint.columns, key) : undefined;
      if (wrong !== undefined) yield { span, message: `A ${constraint.kind === 'unique' ? 'unique constraint' : 'primary key'} of ${named(statement.table)} ${wrong}` };
    }
    const parent = statement.kind === 'create-table' ? statement.partitionOf?.parent : undefined;
    for (const columns of parent ? keysOf(catalog.fullName(parent), context) : []) {
      const wrong = missing(columns, key);
      if (wrong !== undefined) yield { span: statement.keyword, message: `The key that ${named(statement.table)} has from ${named(parent!)} ${wrong}` };
    }
  },

  examples: [
    {
      title: 'A primary key without the column that it is partitioned by',
      refusedWith: '0A000',
      sql: `
create table events (id bigint primary key, at date) partition by range (at);
--                             ^^^^^^^^^^^ A primary key of \`events\` has to include \`at\`, by which it is partitioned
`,
    },
    {
      title: 'An expression',
      before: `create table events (at timestamp) partition by range ((at::date));`,
      refusedWith: '0A000',
      sql: `
create unique index on events (at);
-- ^^^^^^^^^^^^^^^^ A unique index of \`events\` cannot be, because the table is partitioned by an expression
`,
    },
    {
      title: 'All columns are there',
      sql: `
create table events (id bigint, at date, primary key (id, at)) partition by range (at);
create unique index on events (at);
`,
    },
  ],
});

/** What is wrong with it, as the end of a sentence. */
function missing(columns: readonly (string | undefined)[], key: PartitionKey | undefined): string | undefined {
  if (key === undefined) return undefined;
  if (key.columns.includes(undefined)) return 'cannot be, because the table is partitioned by an expression';
  const absent = key.columns.filter(it => it !== undefined && !columns.includes(it)).map(it => named({ name: it! }));
  return absent.length === 0 ? undefined : `has to include ${listed(absent)}, by which it is partitioned`;
}

function keysOf(parent: FullName, { catalog }: Context): readonly (readonly string[])[] {
  return catalog.table(parent)?.constraints.filter(it => it.kind === 'unique' || it.kind === 'primary-key').map(it => it.columns) ?? [];
}
