import type { Table } from '../../schema/catalog.js';
import type { Rename, SetSchema } from '../../sql/statement/objects.js';
import type { AlterAction, AlterTable, CreateTable } from '../../sql/statement/tables.js';
import type { Span } from '../../text/span.js';
import { mayDrop } from '../bodies.js';
import { shown } from '../depending.js';
import { earlier } from '../neighbours.js';
import type { Context, Finding } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'impossible-change',
  summary: 'Postgres refuses, because of how the table is made',
  severity: 'error',
  why: `
    A table has one primary key; what a parent hands down cannot be changed in a child, nor a partition key at all; a sequence that a column owns stays with its table.
    The migration fails, wherever the tables are as the migrations before it have made them.`,
  instead: `
    Change the parent, and its children follow. Drop the old key in the same statement that adds the new one.
    For another partition key, make a new table and copy the rows.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-inherit.html', 'https://www.postgresql.org/docs/current/ddl-partitioning.html'],

  on: ['create-table', 'alter-table', 'rename', 'set-schema'],
  actions: ['add-column', 'drop-column', 'alter-column-type', 'add-constraint', 'drop-not-null', 'detach-partition'],
  *check(statement, context) {
    const found = [...statement.kind === 'create-table' ? created(statement) : statement.kind === 'alter-table' ? altered(statement, context) : moved(statement, context)];
    // As elsewhere: what may have changed meanwhile is asked last.
    if (found.length === 0 || earlier(context, it => mayDrop(it, context.catalog))) return;
    const severity = context.catalog.complete ? {} : { severity: 'warning' as const };
    for (const { span, message } of found) yield { span, message: `Postgres refuses it: ${message}`, ...severity };
  },

  examples: [
    {
      title: 'A second primary key',
      before: `create table users (id bigint primary key, email text);`,
      refusedWith: '42P16',
      sql: `
alter table users add primary key (email);
--                ^^^^^^^^^^^^^^^^^^^^^^^ Postgres refuses it: \`users\` has a primary key, \`users_pkey\`
`,
    },
    {
      title: 'A column that a parent has, too',
      before: `
create table events (id int, day date) partition by range (day);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');`,
      refusedWith: '42P16',
      sql: `
alter table events_2024 alter column id type bigint;
--                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Postgres refuses it: \`id\` comes from \`events\`
`,
    },
    {
      title: 'A partition key',
      before: `create table events (id int, day date) partition by range (day);`,
      refusedWith: '42P16',
      sql: `
alter table events alter column day type timestamptz;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Postgres refuses it: \`events\` is partitioned by \`day\`
`,
    },
    {
      title: 'The sequence of a serial in another schema',
      before: `
create schema app;
create table users (id serial);`,
      refusedWith: '0A000',
      sql: `
alter sequence users_id_seq set schema app;
-- ^^^^^^^^^^^ Postgres refuses it: \`users_id_seq\` goes where \`users\` goes, which owns it
`,
    },
    {
      title: 'One key for another, and the parent itself',
      before: `
create table users (id bigint primary key, email text);
create table events (id int, day date) partition by range (day);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');`,
      sql: `
alter table users drop constraint users_pkey, add primary key (email);
alter table events alter column id type bigint;
alter table events detach partition events_2024;
alter table events_2024 add column note text, alter column day type timestamptz;
`,
    },
  ],
});

type Refusal = Pick<Finding, 'span' | 'message'>;

function* created({ table, columns, constraints }: CreateTable): Iterable<Refusal> {
  const [, second] = [...columns.flatMap(it => it.constraints.map(key => ({ ...key, span: key.span ?? it.span }))), ...constraints].filter(it => it.kind === 'primary-key');
  if (second) yield { span: second.span ?? table.span!, message: `${named(table)} would have two primary keys` };
}

function* altered(statement: AlterTable, context: Context): Iterable<Refusal> {
  const table = context.catalog.table(statement.table);
  if (table === undefined) return;
  for (const action of statement.actions) {
    const message = refusalOf(action, statement, table, context);
    if (message !== undefined) yield { span: action.span, message };
  }
}

function refusalOf(action: AlterAction, statement: AlterTable, table: Table, context: Context): string | undefined {
  const { catalog } = context;
  switch (action.kind) {
    case 'add-column':
      if (table.partitionOf) return `${named(statement.table)} is a partition of ${shown(table.partitionOf.parent)}, and has the columns that this one has`;
      return statement.only && table.children.length > 0 ? `${shown(table.children[0]!)} inherits from it, and gets the column, too` : secondKey(action.column.constraints.some(it => it.kind === 'primary-key'), statement, table);
    case 'add-constraint':
      return secondKey(action.constraint.kind === 'primary-key', statement, table);
    case 'drop-column':
      return keyOf(action.column, table) ?? handedDown(action.column, table, context) ?? (statement.only && table.partitioned && table.children.length > 0 ? `${shown(table.children[0]!)} has the column, too` : undefined);
    case 'alter-column-type':
      return handedDown(action.column, table, context) ?? keyOf(action.column, table) ?? (statement.only ? heldBelow(action.column, table, context) : undefined);
    case 'drop-not-null': {
      const key = table.constraints.find(it => it.kind === 'primary-key' && it.columns.includes(action.column));
      return key && !statement.actions.some(it => it.kind === 'drop-constraint' && it.name === key.name) ? `${named({ name: action.column })} is part of the primary key` : undefined;
    }
    case 'detach-partition': {
      const other = action.concurrently ? catalog.defaultPartition(statement.table) : undefined;
      return other && `${shown(other.name)} is a default partition, and without one only it can be done \`CONCURRENTLY\``;
    }
    default:
      return undefined;
  }
}

function secondKey(isKey: boolean, { actions }: AlterTable, { name, constraints }: Table): string | undefined {
  const key = constraints.find(it => it.kind === 'primary-key');
  const goes = actions.some(it => (it.kind === 'drop-constraint' && it.name === key?.name) || (it.kind === 'drop-column' && key?.columns.includes(it.column)));
  return isKey && key && !goes ? `${shown(name)} has a primary key, ${named(key)}` : undefined;
}

function keyOf(column: string, { name, partitionKey }: Table): string | undefined {
  return partitionKey?.columns.includes(column) ? `${shown(name)} is partitioned by ${named({ name: column })}` : undefined;
}

function handedDown(column: string, { inherits, partitionOf }: Table, { catalog }: Context): string | undefined {
  const parent = [...inherits, ...(partitionOf ? [partitionOf.parent] : [])].find(it => catalog.table(it)?.columns.has(column));
  return parent && `${named({ name: column })} comes from ${shown(parent)}`;
}

function heldBelow(column: string, { children }: Table, { catalog }: Context): string | undefined {
  const child = children.find(it => catalog.table(it)?.columns.has(column));
  return child && `${shown(child)} has ${named({ name: column })} from it`;
}

function* moved(statement: Rename | SetSchema, context: Context): Iterable<Refusal> {
  const { catalog } = context;
  const span: Span = statement.keyword;
  if (statement.kind === 'set-schema') {
    const found = catalog.relation(statement.name);
    if (found?.kind === 'sequence' && found.ownedBy) yield { span, message: `${named(statement.name)} goes where ${shown(found.ownedBy.table)} goes, which owns it` };
    return;
  }
  const table = statement.object === 'column' ? catalog.table(statement.name) : undefined;
  const message = table && statement.from !== undefined ? handedDown(statement.from, table, context) : undefined;
  if (message !== undefined) yield { span, message };
}
