import { asking, type Asked } from '../javascript/asked.js';
import type { Call } from '../javascript/node.js';
import { isCalled, isList, isRecord, lastName, type Value } from '../javascript/value.js';
import type { Asks, Foreign, Other } from './builder.js';
import { checksOf, columnSql, defaultOf, nameOf, typeOf, type Column } from './columns.js';
import { rawOf, wrapped, wrappedList } from './names.js';

/** A statement, and which call of the table's builder it comes from; absent, of several. */
export interface Sent {
  /** Absent where it cannot be told. */
  readonly sql?: string;
  readonly call?: Call;
  /** Taken back by one that follows at once. */
  readonly unjudged?: true;
}

export interface Table {
  readonly schema: Value;
  readonly name: Value;
}

/** A new table (3.3.0, `dialects/postgres/schema/pg-tablecompiler.js`): what is not known of it is left out. */
export function create(table: Table, asks: Asks, ifNot: boolean): readonly Sent[] {
  const ask = asking();
  const target = tableSql(table, ask);
  const creates: string[] = [];
  const parts: string[] = [];
  const comments: Sent[] = [];
  const keys = asks.others.filter(it => it.method === 'primary');
  for (const column of asks.columns) {
    const own = asking();
    const made = columnSql(column, { ask: own, schema: table.schema, hasKey: keys.length > 0 });
    if (!own.told()) continue;
    creates.unshift(...made.creates);
    parts.push(made.sql);
    comments.push(...commentOf(target, column, own));
  }
  if (keys[0]) parts.push(ignoring(own => key(table, keys[0]!.args, own)) ?? '');
  for (const { method, args } of asks.others) if (method === 'check') parts.push(ignoring(own => `${args[2] === undefined ? '' : `constraint ${own.text(args[2])} `}check (${own.text(args[0])})`) ?? '');
  if (!ask.told()) return [{}];
  const inherits = asks.single.get('inherits');
  const comment = asks.single.get('comment');
  return [
    ...creates.map((sql): Sent => ({ sql })),
    { sql: `create table ${ifNot ? 'if not exists ' : ''}${target} (${parts.filter(it => it !== '').join(', ')})${inherits === undefined ? '' : ` inherits (${wrapped(inherits, ask)})`}` },
    ...(comment === undefined ? [] : [{ sql: `comment on table ${target} is '${ask.text(comment)}'` }]),
    ...comments,
    ...asks.others.filter(it => it.method !== 'primary' && it.method !== 'check').map(it => other(table, it)),
  ];
}

export function alter(table: Table, asks: Asks): readonly Sent[] {
  const ask = asking();
  const target = tableSql(table, ask);
  const hasKey = asks.others.some(it => it.method === 'primary');
  const added = asks.columns.filter(it => !it.alter);
  const creates: string[] = [];
  const adds = added.map(it => {
    const made = columnSql(it, { ask, schema: table.schema, hasKey });
    creates.unshift(...made.creates);
    return `add column ${made.sql}`;
  });
  const comment = asks.single.get('comment');
  return [
    ...creates.map((sql): Sent => ({ sql })),
    ...(adds.length === 0 ? [] : [{ ...(ask.told() && { sql: `alter table ${target} ${adds.join(', ')}` }), ...(added.length === 1 && { call: added[0]!.call }) }]),
    ...asks.columns.flatMap(it => (it.alter ? changed(target, table, it, it.call) : [])),
    ...asks.columns.flatMap(it => commentOf(target, it, asking())),
    ...asks.columns.flatMap(it => (it.alter ? checks(table, it) : [])),
    ...asks.others.map(it => other(table, it)),
    ...(comment === undefined ? [] : [{ ...(ask.told() && { sql: `comment on table ${target} is '${ask.text(comment)}'` }) }]),
    ...asks.unknown.map((call): Sent => ({ call })),
  ];
}

/** `_addColumn`: one statement for each part, whatever the column is already. */
function changed(target: string, table: Table, column: Column, call: Call): readonly Sent[] {
  const ask = asking();
  const name = wrapped(nameOf(column), ask);
  const type = typeOf(column, { ask, schema: table.schema, hasKey: false });
  const start = `alter table ${target} alter column ${name}`;
  const { nullable, type: typed } = column.alter!;
  const defaulted = column.modifiers.has('defaultTo');
  const required = column.modifiers.get('nullable')?.[0] === false;
  const made: readonly Sent[] = [
    ...type.creates.map((sql): Sent => ({ sql })), { sql: `${start} drop default`, ...(defaulted && { unjudged: true as const }) },
    ...(nullable ? [{ sql: `${start} drop not null`, ...(required && { unjudged: true as const }) }] : []),
    ...(typed ? [{ sql: `${start} type ${type.sql} using (${name}${/^enum?$/i.test(column.type) ? '::text::' : '::'}${type.sql})` }] : []),
    ...(defaulted ? [{ sql: `${start} set ${defaultOf(column, ask)}` }] : []),
    ...(nullable && required ? [{ sql: `${start} set not null` }] : []),
  ];
  return ask.told() ? made.map(it => ({ ...it, call })) : [{ call }];
}

function checks({ name, schema }: Table, column: Column & { readonly call: Call }): readonly Sent[] {
  const ask = asking();
  const target = tableSql({ name, schema }, ask);
  const found = checksOf(column, ask).map((it, i) => `alter table ${target} add constraint ${it.name ?? `${ask.text(name)}_${ask.text(nameOf(column))}_${i + 1}`} check(${it.sql})`);
  return ask.told() ? found.map(sql => ({ sql, call: column.call })) : [{ call: column.call }];
}

function commentOf(target: string, column: Column & { readonly call: Call }, ask: Asked): readonly Sent[] {
  const [comment] = column.modifiers.get('comment') ?? [];
  if (comment === undefined) return [];
  const text = comment === null ? 'NULL' : `'${ask.text(comment).replaceAll(/(?<!')'(?!')/g, "''")}'`;
  return ask.told() ? [{ sql: `comment on column ${target}.${wrapped(nameOf(column), ask)} is ${text}`, call: column.call }] : [];
}

function other(table: Table, { method, args, call, foreign }: Other): Sent {
  const ask = asking();
  const sql = foreign ? foreignSql(table, foreign, ask) : otherSql(table, method, args, ask);
  return ask.told() && sql !== undefined ? { sql, call } : { call };
}

function otherSql(table: Table, method: string, args: readonly Value[], ask: Asked): string | undefined {
  const target = tableSql(table, ask);
  const [columns, name, options] = args;
  const drop = (named: string, exists: string) => `alter table ${target} drop constraint ${exists}${named}`;
  const exists = method.endsWith('IfExists') ? 'if exists ' : '';
  switch (method) {
    case 'primary': return `alter table ${target} add ${key(table, args, ask)}`;
    case 'unique': return unique(table, columns, name, ask);
    case 'index': return index(table, columns, name, options, ask);
    case 'renameColumn': return `alter table ${target} rename ${wrapped(columns, ask)} to ${wrapped(name, ask)}`;
    case 'setNullable': case 'dropNullable': return `alter table ${target} alter column ${wrapped(columns, ask)} ${method === 'setNullable' ? 'drop' : 'set'} not null`;
    case 'dropColumn': return `alter table ${target} ${args.flatMap(it => ask.list(it)).map(it => `drop column ${wrapped(it, ask)}`).join(', ')}`;
    case 'check': return `alter table ${target} add constraint ${options === undefined ? `${target}_1` : ask.text(options)} check(${rawOf(columns, ask) ?? ask.text(columns)})`;
    case 'dropChecks': return `alter table ${target} ${args.flatMap(it => ask.list(it)).map(it => `drop constraint ${ask.text(it)}`).join(', ')}`;
    case 'dropPrimary': case 'dropPrimaryIfExists': return drop(wrapped(columns ?? `${plain(table, ask)}_pkey`, ask), exists);
    case 'dropUnique': case 'dropUniqueIfExists': return drop(named(table, 'unique', columns, name, ask), exists);
    case 'dropForeign': case 'dropForeignIfExists': return drop(named(table, 'foreign', columns, name, ask), exists);
    case 'dropIndex': return `drop index ${table.schema === undefined ? '' : `${wrapped(table.schema, ask)}.`}${named(table, 'index', columns, name, ask)}`;
    default: return undefined;
  }
}

function foreignSql(table: Table, { column, keyName, references, inTable, onUpdate, onDelete, deferrable }: Foreign, ask: Asked): string | undefined {
  if (inTable === undefined || references === undefined) return undefined;
  const clause = (words: string, value: Value) => (value === undefined || value === null ? '' : ` ${words} ${ask.text(value)}`);
  return `alter table ${tableSql(table, ask)} add constraint ${named(table, 'foreign', column, keyName, ask)} foreign key (${wrappedList(column, ask)}) references ${wrapped(inTable, ask)} (${wrappedList(references, ask)})`
    + `${clause('on update', onUpdate)}${clause('on delete', onDelete)}${clause('deferrable initially', deferrable).toLowerCase()}`;
}

function key(table: Table, [columns, options]: readonly Value[], ask: Asked): string {
  const [name, deferrable] = isRecord(options) ? [ask.get(options, 'constraintName'), ask.get(options, 'deferrable')] : [options, undefined];
  return `constraint ${wrapped(name ?? `${plain(table, ask)}_pkey`, ask)} primary key (${wrappedList(columns, ask)})${initially(deferrable, ask)}`;
}

function unique(table: Table, columns: Value, options: Value, ask: Asked): string {
  const option = (name: string) => (isRecord(options) ? ask.get(options, name) : undefined);
  const name = named(table, 'unique', columns, isRecord(options) ? option('indexName') : options, ask);
  const [deferrable, predicate, constrains] = [option('deferrable'), option('predicate'), option('useConstraint')];
  const isConstraint = constrains === undefined ? deferrable !== undefined || predicate === undefined : ask.is(constrains);
  return isConstraint
    ? `alter table ${tableSql(table, ask)} add constraint ${name} unique (${wrappedList(columns, ask)})${initially(deferrable, ask)}`
    : `create unique index ${name} on ${tableSql(table, ask)} (${wrappedList(columns, ask)})${where(predicate, ask)}`;
}

function index(table: Table, columns: Value, name: Value, options: Value, ask: Asked): string {
  const option = (name: string) => (isRecord(options) ? ask.get(options, name) : undefined);
  const method = typeof options === 'string' ? options : option('storageEngineIndexType');
  const type = option('indexType');
  return `create${typeof type === 'string' && type.toLowerCase() === 'unique' ? ' unique' : ''} index ${named(table, 'index', columns, name, ask)} on ${tableSql(table, ask)}`
    + `${ask.is(method) ? ` using ${ask.text(method)}` : ''} (${wrappedList(columns, ask)})${where(option('predicate'), ask)}`;
}

/** Of a query that has only conditions. */
function where(predicate: Value, ask: Asked): string {
  if (predicate === undefined) return '';
  const conditions: string[] = [];
  let it: Value = predicate;
  for (; isCalled(it); it = ownerOf(it)) {
    const name = lastName(it.callee);
    const [first] = it.args;
    if (name === 'whereNull' || name === 'whereNotNull') conditions.unshift(`${wrapped(first, ask)} is ${name === 'whereNull' ? '' : 'not '}null`);
    else if (name === 'whereRaw') conditions.unshift(ask.text(first));
    else ask.untold();
  }
  if (conditions.length === 0) ask.untold();
  return ` where ${conditions.join(' and ')}`;
}

function ownerOf({ callee }: Extract<Value, { readonly kind: 'called' }>): Value {
  return !isList(callee) && typeof callee === 'object' && callee !== null && callee.kind === 'member' ? callee.of : undefined;
}

function initially(deferrable: Value, ask: Asked): string {
  return deferrable === undefined || deferrable === null ? '' : ` deferrable initially ${ask.text(deferrable)}`;
}

/** `_indexCommand`, where no name is given. */
function named({ name: table }: Table, what: string, columns: Value, name: Value, ask: Asked): string {
  if (name !== undefined && name !== null) return wrapped(name, ask);
  const list = columns === undefined ? [] : ask.list(columns);
  return wrapped(`${ask.text(table).replace(/\.|-/g, '_')}_${list.map(it => ask.text(it)).join('_')}_${what}`.toLowerCase(), ask);
}

function plain({ name }: Table, ask: Asked): string {
  return ask.text(name);
}

export function tableSql({ schema, name }: Table, ask: Asked): string {
  return wrapped(schema === undefined || schema === null ? name : `${ask.text(schema)}.${ask.text(name)}`, ask);
}

/** What is not known is nothing. */
function ignoring(make: (ask: Asked) => string): string | undefined {
  const own = asking();
  const made = make(own);
  return own.told() ? made : undefined;
}
