import { createHash } from 'node:crypto';
import { identifier } from '../../sql/identifier.js';
import type { Asked } from '../javascript/asked.js';
import { isCalled, isRecord, lastName, type Value } from '../javascript/value.js';

/** What `new Table({…})`, `new TableColumn({…})` and the like are made of; an object alone is one as well. */
export function optionsOf(value: Value): Value {
  return isCalled(value) && value.node.makes ? value.args[0] : value;
}

export interface TableName {
  /** With its schema, as it was written. */
  readonly path: string;
  readonly schema: string | undefined;
  readonly name: string;
}

/** `parseTableName` (1.1.1, `driver/postgres/PostgresDriver.js`), of a name, a `Table`, or what `getTable` has found. */
export function tableOf(value: Value, ask: Asked): TableName {
  const found = isCalled(value) && !value.node.makes && lastName(value.callee) === 'getTable' ? value.args[0] : optionsOf(value);
  const path = ask.text(isRecord(found) ? ask.get(found, 'name') : found);
  const own = isRecord(found) ? ask.get(found, 'schema') : undefined;
  const parts = path.split('.');
  const schema = own === undefined ? parts.length > 1 ? parts[0] : undefined : ask.text(own);
  return { path, schema, name: parts.length > 1 ? parts[1]! : path };
}

export function tableSql({ schema, name }: TableName): string {
  return schema === undefined ? identifier(name) : `${identifier(schema)}.${identifier(name)}`;
}

export function namesSql(value: Value, ask: Asked): string {
  return ask.list(value).map(it => identifier(ask.text(it))).join(', ');
}

/** `DefaultNamingStrategy`: a hash of the table and its columns. */
export function generated(kind: 'PK' | 'UQ' | 'FK' | 'IDX', { path }: TableName, columns: readonly string[], where = ''): string {
  return hashed(kind, `${path.split('.').at(-1)!}_${[...columns].sort().join('_')}${where === '' ? '' : `_${where}`}`);
}

/** Of a constraint that is an expression. */
export function generatedBy(kind: 'CHK' | 'XCL', { path }: TableName, expression: string): string {
  return hashed(kind, `${path.split('.').at(-1)!}_${expression}`);
}

function hashed(kind: string, key: string): string {
  return `${kind}_${createHash('sha1').update(key).digest('hex').slice(0, kind.length === 2 ? 27 : 26)}`;
}
