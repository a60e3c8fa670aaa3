import { identifier } from '../../sql/identifier.js';
import type { Asked } from '../javascript/asked.js';
import { isList, isRecord, type Value } from '../javascript/value.js';
import { changed } from './changes.js';
import { columnOf, columnSql, createEnum, isEnum, quoted, type Column } from './columns.js';
import { generated, generatedBy, namesSql, optionsOf, tableOf, tableSql, type TableName } from './names.js';

/** What migrations before have said of columns, by the path of their table and their name. */
export type Known = ReadonlyMap<string, Column>;

export interface Given {
  readonly args: readonly Value[];
  readonly ask: Asked;
  readonly known: Known;
  /** A column is now so, or is none any more. */
  remember(table: TableName, name: string, column: Column | undefined): void;
}

/** The statements that a method of `queryRunner` sends (1.1.1, `driver/postgres/PostgresQueryRunner.js`); `undefined` where they cannot be told. */
export type Operation = (given: Given) => readonly string[] | undefined;

/** With the table that it is called with, and the second argument: one thing, or several. */
function each(make: (table: TableName, value: Value, given: Given) => readonly string[] | undefined): Operation {
  return given => {
    const { args: [table, values], ask } = given;
    const target = tableOf(table, ask);
    const made = ask.list(values).map(it => make(target, it, given));
    return made.every(it => it !== undefined) ? made.flat() : undefined;
  };
}

const alter = (table: TableName, action: string) => `ALTER TABLE ${tableSql(table)} ${action}`;

/** By a name, or by what it is made of. */
function drop(named: (table: TableName, options: Value, ask: Asked) => string): Operation {
  return each((table, value, { ask, args }) => {
    const options = optionsOf(value);
    return [alter(table, `DROP CONSTRAINT ${ask.is(args[2]) ? 'IF EXISTS ' : ''}${identifier(isRecord(options) ? named(table, options, ask) : ask.text(options))}`)];
  });
}

const addColumns = each((table, value, given) => {
  const column = columnOf(value, given.ask);
  given.remember(table, column.name, column);
  return added(table, column);
});

const dropColumns = each((table, value, given) => {
  const { ask, args } = given;
  const options = optionsOf(value);
  const name = ask.text(isRecord(options) ? ask.get(options, 'name') : options);
  given.remember(table, name, undefined);
  return [alter(table, `DROP COLUMN ${ask.is(args[2]) ? 'IF EXISTS ' : ''}${identifier(name)}`)];
});

const createIndices = each((table, value, { ask }) => [indexSql(table, optionsOf(value), ask)]);
const dropIndices = each((table, value, { ask, args }) => {
  const options = optionsOf(value);
  const name = isRecord(options) ? indexName(table, options, ask) : ask.text(options);
  const concurrently = isRecord(options) && ask.is(ask.get(options, 'isConcurrent')) ? 'CONCURRENTLY ' : '';
  return [`DROP INDEX ${concurrently}${ask.is(args[2]) ? 'IF EXISTS ' : ''}${table.schema === undefined ? '' : `${identifier(table.schema)}.`}${identifier(name)}`];
});
const createForeignKeys = each((table, value, { ask }) => [alter(table, `ADD ${foreignKey(table, optionsOf(value), ask)}`)]);
const createUniques = each((table, value, { ask }) => [alter(table, `ADD ${unique(table, optionsOf(value), ask)}`)]);
const createChecks = each((table, value, { ask }) => [alter(table, `ADD ${expression('CHECK', table, optionsOf(value), ask)}`)]);
const createExclusions = each((table, value, { ask }) => [alter(table, `ADD ${expression('EXCLUDE', table, optionsOf(value), ask)}`)]);
const dropForeignKeys = drop((table, it, ask) => nameIn(it, ask) ?? generated('FK', table, texts(it, 'columnNames', ask)));
const dropUniques = drop((table, it, ask) => nameIn(it, ask) ?? generated('UQ', table, texts(it, 'columnNames', ask)));
const dropNamed = drop((_, it, ask) => ask.text(ask.get(it, 'name')));

const OPERATIONS: ReadonlyMap<string, Operation> = new Map(Object.entries({
  createTable, addColumn: addColumns, addColumns, dropColumn: dropColumns, dropColumns,
  // What it drops before, indexes and keys, would go with the table.
  dropTable: ({ args: [table, exists], ask }) => [`DROP TABLE ${exists !== undefined && ask.is(exists) ? 'IF EXISTS ' : ''}${tableSql(tableOf(table, ask))}`],
  renameTable: ({ args: [table, name], ask }) => [alter(tableOf(table, ask), `RENAME TO ${identifier(ask.text(name))}`)],
  renameColumn: given => changed(given, true), changeColumn: given => changed(given, false),
  changeColumns(given) {
    const { args: [table, changes], ask } = given;
    const made = ask.list(changes).map(it => changed({ ...given, args: [table, ask.get(it, 'oldColumn'), ask.get(it, 'newColumn')] }, false));
    return made.every(it => it !== undefined) ? made.flat() : undefined;
  },
  createPrimaryKey({ args: [table, columns, name], ask }) {
    const target = tableOf(table, ask);
    return [alter(target, `ADD CONSTRAINT ${identifier(name === undefined ? generated('PK', target, ask.list(columns).map(it => ask.text(it))) : ask.text(name))} PRIMARY KEY (${namesSql(columns, ask)})`)];
  },
  createUniqueConstraint: createUniques, createUniqueConstraints: createUniques, dropUniqueConstraint: dropUniques, dropUniqueConstraints: dropUniques,
  createCheckConstraint: createChecks, createCheckConstraints: createChecks, dropCheckConstraint: dropNamed, dropCheckConstraints: dropNamed,
  createExclusionConstraint: createExclusions, createExclusionConstraints: createExclusions, dropExclusionConstraint: dropNamed, dropExclusionConstraints: dropNamed,
  createForeignKey: createForeignKeys, createForeignKeys, dropForeignKey: dropForeignKeys, dropForeignKeys,
  createIndex: createIndices, createIndices, dropIndex: dropIndices, dropIndices,
  createSchema: ({ args: [name, exists], ask }) => [`CREATE SCHEMA ${exists !== undefined && ask.is(exists) ? 'IF NOT EXISTS ' : ''}${identifier(ask.text(name).split('.').at(-1)!)}`],
  dropSchema: ({ args: [name, exists, cascade], ask }) => [`DROP SCHEMA ${exists !== undefined && ask.is(exists) ? 'IF EXISTS ' : ''}${identifier(ask.text(name).split('.').at(-1)!)}${cascade !== undefined && ask.is(cascade) ? ' CASCADE' : ''}`],
  clearTable: ({ args: [table, options], ask }) => [`TRUNCATE TABLE ${tableSql(tableOf(table, ask))}${ask.is(ask.get(options, 'cascade')) ? ' CASCADE' : ''}`],
  startTransaction: () => ['BEGIN'], commitTransaction: () => ['COMMIT'],
} satisfies Record<string, Operation>));

export function operationOf(name: string): Operation | undefined {
  return OPERATIONS.get(name);
}

/** Its columns one by one: what is not known of one is left out with it. */
function createTable(given: Given): readonly string[] {
  const { args: [value, ifNotExists, withKeys, withIndexes], ask } = given;
  const options = optionsOf(value);
  const table = tableOf(value, ask);
  const list = (key: string) => (ask.get(options, key) === undefined ? [] : ask.list(ask.get(options, key)).map(optionsOf));
  const columns = list('columns').map(it => columnOf(it, ask));
  for (const it of columns) given.remember(table, it.name, it);
  const uniques = list('uniques');
  const own = columns.filter(it => it.unique && !uniques.some(unique => String(texts(unique, 'columnNames', ask)) === it.name));
  const primary = columns.filter(it => it.primary);
  const parts = [
    ...columns.map(it => columnSql(table, it)),
    ...uniques.map(it => unique(table, it, ask)),
    ...own.map(it => `CONSTRAINT ${identifier(generated('UQ', table, [it.name]))} UNIQUE (${identifier(it.name)})`),
    ...list('checks').map(it => expression('CHECK', table, it, ask)), ...list('exclusions').map(it => expression('EXCLUDE', table, it, ask)),
    ...(withKeys === false ? [] : list('foreignKeys').map(it => foreignKey(table, it, ask))),
    ...(primary.length === 0 ? [] : [`CONSTRAINT ${identifier(primary[0]!.keyName ?? generated('PK', table, primary.map(it => it.name)))} PRIMARY KEY (${primary.map(it => identifier(it.name)).join(', ')})`]),
  ];
  const comment = ask.get(options, 'comment');
  return [
    ...new Set(columns.filter(isEnum).map(it => createEnum(table, it))),
    `CREATE TABLE ${ifNotExists !== undefined && ask.is(ifNotExists) ? 'IF NOT EXISTS ' : ''}${tableSql(table)} (${parts.join(', ')})`,
    ...columns.flatMap(it => commentOn(table, it)),
    ...(withIndexes === false ? [] : list('indices').map(it => indexSql(table, it, ask))),
    ...(ask.is(comment) ? [`COMMENT ON TABLE ${tableSql(table)} IS ${quoted(ask.text(comment))}`] : []),
  ];
}

/** `addColumn`. */
export function added(table: TableName, column: Column): readonly string[] {
  return [
    ...(isEnum(column) ? [createEnum(table, column)] : []), alter(table, `ADD ${columnSql(table, column)}`),
    ...(column.primary ? [alter(table, `ADD CONSTRAINT ${identifier(column.keyName ?? generated('PK', table, [column.name]))} PRIMARY KEY (${identifier(column.name)})`)] : []),
    ...(column.unique ? [alter(table, `ADD CONSTRAINT ${identifier(generated('UQ', table, [column.name]))} UNIQUE (${identifier(column.name)})`)] : []),
    ...commentOn(table, column),
  ];
}

function commentOn(table: TableName, { name, comment }: Column): readonly string[] {
  return comment === undefined || comment === '' ? [] : [`COMMENT ON COLUMN ${tableSql(table)}.${identifier(name)} IS ${quoted(comment)}`];
}

function nameIn(options: Value, ask: Asked): string | undefined {
  const name = ask.get(options, 'name');
  return name === undefined ? undefined : ask.text(name);
}

function texts(options: Value, key: string, ask: Asked): readonly string[] {
  const value = ask.get(options, key);
  return (isList(value) ? value : ask.list(value)).map(it => ask.text(it));
}

function clause(words: string, options: Value, key: string, ask: Asked): string {
  const value = ask.get(options, key);
  return ask.is(value) ? ` ${words} ${ask.text(value)}` : '';
}

function indexName(table: TableName, options: Value, ask: Asked): string {
  const where = ask.get(options, 'where');
  return nameIn(options, ask) ?? generated('IDX', table, texts(options, 'columnNames', ask), where === undefined ? '' : ask.text(where));
}

function indexSql(table: TableName, options: Value, ask: Asked): string {
  const is = (key: string, words: string) => (ask.is(ask.get(options, key)) ? words : '');
  const type = ask.is(ask.get(options, 'isSpatial')) ? 'gist' : ask.get(options, 'type');
  return `CREATE ${is('isUnique', 'UNIQUE ')}INDEX ${is('isConcurrent', 'CONCURRENTLY ')}${identifier(indexName(table, options, ask))} ON ${tableSql(table)}`
    + `${type === undefined ? '' : ` USING ${ask.text(type)}`} (${namesSql(ask.get(options, 'columnNames'), ask)})${clause('WHERE', options, 'where', ask)}`;
}

function foreignKey(table: TableName, options: Value, ask: Asked): string {
  const to = tableOf({ kind: 'record', whole: true, entries: new Map([['name', ask.get(options, 'referencedTableName')], ['schema', ask.get(options, 'referencedSchema')]]) }, ask);
  const name = nameIn(options, ask) ?? generated('FK', table, texts(options, 'columnNames', ask));
  return `CONSTRAINT ${identifier(name)} FOREIGN KEY (${namesSql(ask.get(options, 'columnNames'), ask)}) REFERENCES ${tableSql(to)} (${namesSql(ask.get(options, 'referencedColumnNames'), ask)})`
    + `${clause('ON DELETE', options, 'onDelete', ask)}${clause('ON UPDATE', options, 'onUpdate', ask)}${clause('DEFERRABLE', options, 'deferrable', ask)}`;
}

function unique(table: TableName, options: Value, ask: Asked): string {
  const name = nameIn(options, ask) ?? generated('UQ', table, texts(options, 'columnNames', ask));
  return `CONSTRAINT ${identifier(name)} UNIQUE (${namesSql(ask.get(options, 'columnNames'), ask)})${clause('DEFERRABLE', options, 'deferrable', ask)}`;
}

function expression(word: 'CHECK' | 'EXCLUDE', table: TableName, options: Value, ask: Asked): string {
  const sql = ask.text(ask.get(options, 'expression'));
  const name = nameIn(options, ask) ?? generatedBy(word === 'CHECK' ? 'CHK' : 'XCL', table, sql);
  return `CONSTRAINT ${identifier(name)} ${word} ${word === 'CHECK' ? `(${sql})` : sql}${word === 'CHECK' ? '' : clause('DEFERRABLE', options, 'deferrable', ask)}`;
}
