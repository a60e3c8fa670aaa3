import { identifier, qualified, type Name } from '../../sql/identifier.js';
import { argumentsOf, calledName, quoted, type Arguments, truncated, unknownCondition } from '../python/arguments.js';
import type { Call, Expression } from '../python/node.js';
import { resolved, textIn, type Scope } from '../python/scope.js';
import { actions, columnOf, constraintOf, defaultOf, keyOf, list, named, referringIn, sqlOf, type Column } from './columns.js';
import { typeOf } from './types.js';

/** A table that `op.batch_alter_table` has named for all calls inside. */
export type Batch = Name;

/** The statements that an operation sends on PostgreSQL (alembic 1.19.2, `ddl/postgresql.py`); `undefined` where only Python could tell. */
export function statementsOf(operation: string, call: Call, scope: Scope, batch: Batch | undefined): readonly string[] | undefined {
  const known = OPERATIONS[operation];
  if (!known) return undefined;
  const names = batch ? known.names.filter(it => it !== 'table_name' && it !== 'source_table') : known.names;
  const args = argumentsOf(call, names, scope);
  const sql = known.send(args, name => batch ?? tableOf(args, name), batch);
  return args.told() && sql ? sql : undefined;
}

/** Operations that send nothing, or only rows. */
export const SILENT = new Set(['f', 'get_bind', 'get_context', 'inline_literal', 'bulk_insert', 'batch_alter_table', 'invoke', 'implementation_for', 'register_operation']);

interface Operation {
  /** In the order of the function's parameters. */
  readonly names: readonly string[];
  send(args: Arguments, table: (name?: string) => Name, batch: Batch | undefined): readonly string[] | undefined;
}

function tableOf(args: Arguments, name = 'table_name'): Name {
  // One that the program makes up does not keep the table from being known.
  const schema = args.label(name === 'table_name' ? 'schema' : name === 'source_table' ? 'source_schema' : 'referent_schema');
  return { ...(schema !== undefined && { schema }), name: args.required(name) };
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  create_table: { names: ['table_name'], send: createTable },
  drop_table: { names: ['table_name'], send: (args, table) => [`DROP TABLE ${exists(args)}${qualified(table())}`] },
  rename_table: { names: ['old_table_name', 'new_table_name'], send: args => {
    const schema = args.text('schema');
    return [`ALTER TABLE ${qualified({ ...(schema !== undefined && { schema }), name: args.required('old_table_name') })} RENAME TO ${identifier(args.required('new_table_name'))}`];
  } },
  add_column: { names: ['table_name', 'column'], send: addColumn },
  drop_column: { names: ['table_name', 'column_name'], send: (args, table) => [`ALTER TABLE ${qualified(table())} DROP COLUMN ${exists(args)}${identifier(args.required('column_name'))}`] },
  alter_column: { names: ['table_name', 'column_name'], send: alterColumn },
  create_index: { names: ['index_name', 'table_name', 'columns'], send: createIndex },
  drop_index: { names: ['index_name', 'table_name'], send: (args, _, batch) => {
    const schema = batch?.schema ?? args.text('schema');
    const name = qualified({ ...(schema !== undefined && { schema }), name: args.required('index_name') });
    return [`DROP INDEX ${args.flag('postgresql_concurrently') ? 'CONCURRENTLY ' : ''}${exists(args)}${name}`];
  } },
  create_foreign_key: { names: ['constraint_name', 'source_table', 'referent_table', 'local_cols', 'remote_cols'], send: (args, table) => {
    const key = `FOREIGN KEY (${list(args.texts('local_cols'))}) REFERENCES ${qualified(tableOf(args, 'referent_table'))} (${list(args.texts('remote_cols'))})${actions(args)}`;
    return [`ALTER TABLE ${qualified(table('source_table'))} ADD ${named(args.label('constraint_name'))}${key}`];
  } },
  create_unique_constraint: { names: ['constraint_name', 'table_name', 'columns'], send: (args, table) => [`ALTER TABLE ${qualified(table())} ADD ${named(args.label('constraint_name'))}UNIQUE (${list(args.texts('columns'))})${deferred(args)}`] },
  create_primary_key: { names: ['constraint_name', 'table_name', 'columns'], send: (args, table) => [`ALTER TABLE ${qualified(table())} ADD ${named(args.label('constraint_name'))}PRIMARY KEY (${list(args.texts('columns'))})`] },
  create_check_constraint: { names: ['constraint_name', 'table_name', 'condition'], send: (args, table) => {
    const condition = args.value('condition');
    // What an expression of SQLAlchemy checks is of no consequence for the lock.
    const sql = (condition && sqlOf(condition, args.scope)) ?? 'true';
    return [`ALTER TABLE ${qualified(table())} ADD ${named(args.label('constraint_name'))}CHECK (${sql})${deferred(args)}${args.flag('postgresql_not_valid') ? ' NOT VALID' : ''}`];
  } },
  create_exclude_constraint: { names: ['constraint_name', 'table_name'], send: (args, table) => {
    const elements = args.rest.map(it => resolved(it, args.scope)).map(it => (it.kind === 'tuple' ? it.items.map(item => textIn(item, args.scope)?.text) : []));
    if (elements.length === 0 || elements.some(([column, operator]) => column === undefined || operator === undefined)) return undefined;
    const using = args.text('using') ?? 'gist';
    return [`ALTER TABLE ${qualified(table())} ADD ${named(args.label('constraint_name'))}EXCLUDE USING ${using} (${elements.map(([column, operator]) => `${column!.replace(/^\w+$/, identifier)} WITH ${operator!}`).join(', ')})`];
  } },
  drop_constraint: { names: ['constraint_name', 'table_name', 'type_'], send: (args, table) => [`ALTER TABLE ${qualified(table())} DROP CONSTRAINT ${exists(args)}${identifier(args.required('constraint_name'))}`] },
  create_table_comment: { names: ['table_name', 'comment'], send: (args, table) => [`COMMENT ON TABLE ${qualified(table())} IS ${quoted(args.text('comment') ?? '')}`] },
  drop_table_comment: { names: ['table_name'], send: (args, table) => [`COMMENT ON TABLE ${qualified(table())} IS NULL`] },
};

function exists(args: Arguments): string {
  return args.flag('if_exists') ? 'IF EXISTS ' : '';
}

function deferred(args: Arguments): string {
  const deferrable = args.flag('deferrable');
  return deferrable === undefined ? '' : deferrable ? ' DEFERRABLE' : ' NOT DEFERRABLE';
}

function createTable(args: Arguments, table: () => Name): readonly string[] | undefined {
  const name = table();
  const columns: Column[] = [];
  const constraints: string[] = [];
  const indexes: string[] = [];
  const written = args.rest.map(it => keyOf(it, args.scope)).find(it => it !== undefined);
  const marked = args.rest.filter(it => /\bprimary_key\s*=\s*True/.test(args.scope.module.text.slice(it.span.start, it.span.end))).length;
  const referring = args.rest.flatMap(it => referringIn(it, args.scope));
  const isKey = (column: string, primaryKey: boolean, counts: boolean) => (written ? written.length === 1 && written[0] === column : primaryKey && marked === 1) && (counts || !referring.includes(column));
  for (const part of args.rest) {
    const column = columnOf(part, args.scope, isKey);
    if (column) columns.push(column);
    else {
      const constraint = constraintOf(part, args.scope);
      const index = constraint === undefined ? indexIn(part, name, args.scope) : undefined;
      // A column that a call makes, or `*common_columns()`: the table is known, not all of it.
      if (constraint !== undefined) constraints.push(constraint);
      else if (index !== undefined) indexes.push(index);
    }
  }
  const keys = columns.filter(it => it.primaryKey).map(it => it.name);
  const parts = [
    ...columns.map(it => it.sql),
    ...(keys.length > 0 && !constraints.some(it => /PRIMARY KEY/.test(it)) ? [`PRIMARY KEY (${list(keys)})`] : []),
    ...columns.flatMap(it => it.constraints),
    ...columns.filter(it => it.unique && !it.indexed).map(it => `UNIQUE (${identifier(it.name)})`),
    ...constraints,
  ];
  const prefixes = args.texts('prefixes').map(it => `${it} `).join('');
  const partition = args.text('postgresql_partition_by');
  const comment = args.text('comment');
  return [
    ...new Set(columns.flatMap(it => it.creates)),
    `CREATE ${prefixes}TABLE ${args.flag('if_not_exists') ? 'IF NOT EXISTS ' : ''}${qualified(name)} (${parts.join(', ')})${partition === undefined ? '' : ` PARTITION BY ${partition}`}`,
    ...columns.filter(it => it.indexed).map(it => columnIndex(it, name)),
    ...indexes,
    ...(comment === undefined ? [] : [`COMMENT ON TABLE ${qualified(name)} IS ${quoted(comment)}`]),
  ];
}

/** The naming convention is the project's; its names are of no consequence here. */
function columnIndex({ name, unique }: Column, table: Name): string {
  return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${identifier(truncated(`ix_${table.name}_${name}`))} ON ${qualified(table)} (${identifier(name)})`;
}

function addColumn(args: Arguments, table: () => Name): readonly string[] | undefined {
  const written = args.value('column');
  // Of a primary key that is added, Alembic sends the column, and no key.
  const column = written && columnOf(written, args.scope, (_, primaryKey) => primaryKey);
  if (!column) return undefined;
  const target = qualified(table());
  return [
    `ALTER TABLE ${target} ADD COLUMN ${args.flag('if_not_exists') ? 'IF NOT EXISTS ' : ''}${column.sql}`,
    ...(column.comment === undefined ? [] : [`COMMENT ON COLUMN ${target}.${identifier(column.name)} IS ${quoted(column.comment)}`]),
    ...column.constraints.map(it => `ALTER TABLE ${target} ADD ${it}`),
    ...(column.unique && !column.indexed ? [`ALTER TABLE ${target} ADD UNIQUE (${identifier(column.name)})`] : []),
    ...(column.indexed ? [columnIndex(column, table())] : []),
  ];
}

/** One statement for each change, the type first and the name last. */
function alterColumn(args: Arguments, table: () => Name): readonly string[] | undefined {
  const target = qualified(table());
  const column = args.required('column_name');
  const change = (what: string) => `ALTER TABLE ${target} ALTER COLUMN ${identifier(column)} ${what}`;
  const written = args.value('type_');
  const type = written && (typeOf(written, args.scope)?.sql ?? identifier('unknown type'));
  const using = args.text('postgresql_using');
  const nullable = args.flag('nullable');
  const fallback = args.value('server_default');
  const dropsDefault = fallback === undefined && args.call.keywords.some(it => it.name === 'server_default');
  const comment = args.text('comment');
  const dropsComment = comment === undefined && args.call.keywords.some(it => it.name === 'comment');
  const renamed = args.text('new_column_name') ?? args.text('name');
  if (fallback?.kind === 'call' && /^(?:Identity|Computed)$/.test(calledName(fallback))) return undefined;
  return [
    ...(type === undefined ? [] : [change(`TYPE ${type}${using === undefined ? '' : ` USING ${using}`}`)]),
    ...(nullable === undefined ? [] : [change(nullable ? 'DROP NOT NULL' : 'SET NOT NULL')]),
    ...(fallback ? [change(`SET DEFAULT ${defaultOf(fallback, args.scope) ?? 'NULL'}`)] : dropsDefault ? [change('DROP DEFAULT')] : []),
    ...(comment === undefined && !dropsComment ? [] : [`COMMENT ON COLUMN ${target}.${identifier(column)} IS ${comment === undefined ? 'NULL' : quoted(comment)}`]),
    ...(renamed === undefined ? [] : [`ALTER TABLE ${target} RENAME ${identifier(column)} TO ${identifier(renamed)}`]),
  ];
}

function createIndex(args: Arguments, table: () => Name): readonly string[] | undefined {
  const written = args.value('columns');
  const columns = written ? (written.kind === 'list' || written.kind === 'tuple' ? written.items : [written]) : args.rest;
  return [index(args, table(), columns)];
}

/** `sa.Index('name', 'column', …)` inside `create_table`. */
function indexIn(written: Expression, table: Name, scope: Scope): string | undefined {
  const call = resolved(written, scope);
  if (call.kind !== 'call' || calledName(call) !== 'Index') return undefined;
  const args = argumentsOf(call, ['index_name'], scope);
  const sql = index(args, table, args.rest);
  return args.told() ? sql : undefined;
}

function index(args: Arguments, table: Name, columns: readonly Expression[]): string {
  const name = args.text('index_name');
  const items = columns.map((it, i) => {
    const value = resolved(it, args.scope);
    const plain = textIn(value, args.scope);
    return plain ? identifier(plain.text) : sqlOf(value, args.scope) ?? `(${i + 1})`;
  }).map(it => (/^"|^\w+$|^\(/.test(it) ? it : isCall(it) ? it : ordered(it)));
  const using = args.text('postgresql_using');
  const where = args.value('postgresql_where');
  const include = args.texts('postgresql_include');
  return [
    'CREATE ', args.flag('unique') ? 'UNIQUE ' : '', 'INDEX ', args.flag('postgresql_concurrently') ? 'CONCURRENTLY ' : '', args.flag('if_not_exists') ? 'IF NOT EXISTS ' : '',
    name === undefined ? '' : `${identifier(name)} `, `ON ${qualified(table)} `, using === undefined ? '' : `USING ${identifier(using.toLowerCase())} `,
    `(${items.join(', ')})`,
    include.length === 0 ? '' : ` INCLUDE (${list(include)})`,
    args.flag('postgresql_nulls_not_distinct') ? ' NULLS NOT DISTINCT' : '',
    where === undefined ? '' : ` WHERE ${sqlOf(where, args.scope) ?? unknownCondition(where, args.scope)}`,
  ].join('');
}

function isCall(sql: string): boolean {
  return /^\w+\(.*\)$/s.test(sql);
}

/** `created_at DESC`: a column and its order are no expression; anything else needs parentheses of its own. */
function ordered(sql: string): string {
  return /^[\w".]+(?:\s+\w+_ops)?(?:\s+(?:asc|desc))?(?:\s+nulls\s+(?:first|last))?$/i.test(sql) ? sql : `(${sql})`;
}
