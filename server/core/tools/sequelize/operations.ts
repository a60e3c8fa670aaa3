import { identifier } from '../../sql/identifier.js';
import { asking, type Asked } from '../javascript/asked.js';
import { isList, isRecord, lastName, type Value } from '../javascript/value.js';
import { action, columnOf, columnSql, deferred, type Column } from './columns.js';
import { condition, dotted, fieldName, tableOf, tableSql, underscored, unquoted, type TableName } from './names.js';
import { valueSql } from './values.js';

/** The statements that a method of `queryInterface` sends (6.37.8, `dialects/{abstract,postgres}/query-{interface,generator}.js`). */
export type Operation = (args: readonly Value[], ask: Asked) => readonly string[];

const OPERATIONS: ReadonlyMap<string, Operation> = new Map(Object.entries({
  createTable,
  dropTable: ([table, options], ask) => [`DROP TABLE IF EXISTS ${tableSql(tableOf(table, ask))}${ask.is(ask.get(options, 'cascade')) || ask.is(ask.get(options, 'force')) ? ' CASCADE' : ''}`],
  renameTable: ([from, to], ask) => [`ALTER TABLE ${tableSql(tableOf(from, ask))} RENAME TO ${identifier(tableOf(to, ask).name)}`],
  addColumn([target, key, attribute], ask) {
    const table = tableOf(target, ask);
    const column = columnOf(table, ask.text(key), attribute, ask);
    return [...(column.creates === undefined ? [] : [column.creates]), `ALTER TABLE ${tableSql(table)} ADD COLUMN ${columnSql(column)}`, ...commentOn(table, column)];
  },
  removeColumn: ([table, name], ask) => [`ALTER TABLE ${tableSql(tableOf(table, ask))} DROP COLUMN ${identifier(ask.text(name))}`],
  renameColumn: ([table, from, to], ask) => [`ALTER TABLE ${tableSql(tableOf(table, ask))} RENAME COLUMN ${identifier(ask.text(from))} TO ${identifier(ask.text(to))}`],
  changeColumn,
  addIndex: ([table, fields, options], ask) => [isList(fields) ? addIndex(table, fields, options, ask) : addIndex(table, ask.list(ask.get(fields, 'fields')), fields, ask)],
  removeIndex([table, name, options], ask) {
    const named = isList(name) ? underscored(`${tableOf(table, ask).name}_${name.map(it => ask.text(it)).join('_')}`) : ask.text(name);
    return [`DROP INDEX ${ask.is(ask.get(options, 'concurrently')) ? 'CONCURRENTLY ' : ''}IF EXISTS ${dotted(named)}`];
  },
  // Before version 5, the columns stood before the options.
  addConstraint: ([table, first, second], ask) => [addConstraint(table, isList(first) ? first : ask.list(ask.get(first, 'fields')), isList(first) ? second : first, ask)],
  removeConstraint: ([table, name], ask) => [`ALTER TABLE ${named(table, ask)} DROP CONSTRAINT ${dotted(ask.text(name))}`],
  createSchema: ([name], ask) => [`CREATE SCHEMA IF NOT EXISTS ${identifier(ask.text(name))}`],
  dropSchema: ([name], ask) => [`DROP SCHEMA IF EXISTS ${identifier(ask.text(name))} CASCADE`],
  dropEnum: ([name], ask) => [`DROP TYPE IF EXISTS ${identifier(ask.text(name))}`],
} satisfies Record<string, Operation>));

export function operationOf(name: string): Operation | undefined {
  return OPERATIONS.get(name);
}

/** Its attributes one by one: what is not known of one is left out with it. */
function createTable([target, attributes, options]: readonly Value[], ask: Asked): readonly string[] {
  const own = tableOf(target, ask);
  const schema = ask.get(options, 'schema');
  const table = own.schema === undefined && schema !== undefined ? { ...own, schema: ask.text(schema) } : own;
  const columns = isRecord(attributes) ? [...attributes.entries].flatMap(([key, attribute]) => {
    const each = asking();
    const column = columnOf(table, key, attribute, each);
    return each.told() ? [column] : [];
  }) : [];
  const uniques = ask.get(options, 'uniqueKeys');
  const keys = columns.filter(it => it.primaryKey).map(it => identifier(it.name));
  const comment = ask.get(options, 'comment');
  const parts = [
    ...columns.map(columnSql),
    ...(isRecord(uniques) ? [...uniques.entries.values()].map(it => `UNIQUE (${ask.list(ask.get(it, 'fields')).map(field => identifier(ask.text(field))).join(', ')})`) : []),
    ...(keys.length === 0 ? [] : [`PRIMARY KEY (${keys.join(',')})`]),
  ];
  return [
    ...columns.flatMap(it => it.creates ?? []), `CREATE TABLE IF NOT EXISTS ${tableSql(table)} (${parts.join(', ')})`,
    ...(typeof comment === 'string' ? [`COMMENT ON TABLE ${tableSql(table)} IS ${valueSql(comment, ask)}`] : []), ...columns.flatMap(it => commentOn(table, it)),
  ];
}

/** `changeColumnQuery`: what an attribute does not say is taken from the column. */
function changeColumn([target, key, attribute]: readonly Value[], ask: Asked): readonly string[] {
  const table = tableOf(target, ask);
  const column = columnOf(table, ask.text(key), attribute, ask);
  const alter = (action: string) => `ALTER TABLE ${tableSql(table)} ${action}`;
  const of = (action: string) => alter(`ALTER COLUMN ${identifier(column.name)} ${action}`);
  const refers = column.references !== '';
  // What stands behind a default is taken for a part of it, which the server refuses.
  const swallowed = column.default !== undefined;
  const rest = [...(column.unique ? ['UNIQUE'] : []), ...(refers ? [column.references] : [])].map(it => ` ${it}`).join('');
  return [
    ...(column.notNull ? [of('SET NOT NULL')] : refers ? [] : [of('DROP NOT NULL')]),
    ...(swallowed ? [of(`SET DEFAULT ${column.default!}${rest}`)] : refers ? [] : [of('DROP DEFAULT')]),
    ...(column.creates === undefined ? [] : [column.creates]),
    ...(column.unique && !swallowed ? [alter(`ADD UNIQUE (${identifier(column.name)})`)] : []),
    refers && !swallowed ? alter(`ADD FOREIGN KEY (${identifier(column.name)}) ${column.references}`) : of(`TYPE ${column.type}${column.creates === undefined ? '' : ` USING (${identifier(column.name)}::${column.type})`}`),
    ...commentOn(table, column),
  ];
}

function commentOn(table: TableName, { name, comment }: Column): readonly string[] {
  return comment === undefined ? [] : [`COMMENT ON COLUMN ${tableSql(table)}.${identifier(name)} IS '${comment.replaceAll("'", "''")}'`];
}

/** As `quoteIdentifiers` writes a table that is one text. */
function named(table: Value, ask: Asked): string {
  return isRecord(table) ? tableSql(tableOf(table, ask)) : dotted(ask.text(table));
}

function addIndex(target: Value, fields: readonly Value[], options: Value, ask: Asked): string {
  const option = (key: string) => ask.get(options, key);
  const is = (key: string) => ask.is(option(key));
  const [name, using, where, type, operator] = [option('name'), option('using'), option('where'), option('type'), option('operator')];
  const kind = type === undefined ? '' : ask.text(type).toUpperCase();
  const columns = fields.map(it => {
    if (!isRecord(it) && typeof it !== 'string') return valueSql(it, ask);
    const part = (key: string) => (isRecord(it) ? ask.get(it, key) : undefined);
    const collate = part('collate');
    return [
      identifier(fieldName(it, ask)), ...(collate === undefined ? [] : [`COLLATE ${identifier(ask.text(collate))}`]),
      ...[part('operator') ?? operator, part('order')].flatMap(word => (word === undefined ? [] : [ask.text(word)])),
    ].join(' ');
  });
  const called = name === undefined ? underscored(`${tableOf(target, ask).name.replaceAll('.', '_')}_${fields.map(it => fieldName(it, ask)).join('_')}`) : ask.text(name);
  return `CREATE ${is('unique') || kind === 'UNIQUE' ? 'UNIQUE ' : ''}INDEX ${is('concurrently') ? 'CONCURRENTLY ' : ''}${dotted(called)} ON ${named(target, ask)}`
    + `${using === undefined ? '' : ` USING ${ask.text(using)}`} (${columns.join(', ')})${where === undefined ? '' : ` WHERE ${condition(where, ask)}`}`;
}

function addConstraint(target: Value, fields: readonly Value[], options: Value, ask: Asked): string {
  const option = (key: string) => ask.get(options, key);
  const kind = ask.text(option('type')).toUpperCase();
  const names = fields.map(it => fieldName(it, ask));
  const table = tableOf(target, ask);
  const list = names.map(it => identifier(it)).join(', ');
  const references = option('references');
  const to = kind === 'FOREIGN KEY' ? ask.get(references, 'table') : undefined;
  const called = (suffix: string) => `CONSTRAINT ${identifier(unquoted(ask.is(option('name')) ? ask.text(option('name')) : `${table.schema === undefined ? '' : `${table.schema}.`}${table.name}_${names.join('_')}_${suffix}`))}`;
  const start = `ALTER TABLE ${named(target, ask)} ADD `;
  const deferrable = lastName(option('deferrable'));
  const end = deferrable === undefined ? '' : ` ${deferred(deferrable)}`;
  switch (kind) {
    case 'UNIQUE': return `${start}${called('uk')} UNIQUE (${list})${end}`;
    case 'PRIMARY KEY': return `${start}${called('pk')} PRIMARY KEY (${list})${end}`;
    case 'CHECK': return `${start}${called('ck')} CHECK (${checked(option('where'))})`;
    case 'FOREIGN KEY': {
      const columns = ask.list(ask.get(references, 'field') ?? ask.get(references, 'fields')).map(it => identifier(ask.text(it))).join(', ');
      const referred = tableOf(to, ask);
      // `onUpdate` stands first here.
      return `${start}${called(`${referred.name}_fk`)} FOREIGN KEY (${list}) REFERENCES ${tableSql(referred)} (${columns})${action('ON UPDATE', options, 'onUpdate', ask)}${action('ON DELETE', options, 'onDelete', ask)}${end}`;
    }
    default:
      ask.untold();
      return '';
  }
}

/** What exactly is checked is of no consequence for the lock. */
function checked(where: Value): string {
  const own = asking();
  const sql = condition(where, own);
  return own.told() ? sql : 'true';
}
