import { identifier } from '../../sql/identifier.js';
import type { Asked } from '../javascript/asked.js';
import { isList, isRecord, type Value } from '../javascript/value.js';
import { valueSql } from './values.js';

export interface TableName {
  readonly schema: string | undefined;
  readonly name: string;
}

/** A name, or `{ tableName, schema }`. */
export function tableOf(value: Value, ask: Asked): TableName {
  if (!isRecord(value)) return { schema: undefined, name: unquoted(ask.text(value)) };
  const schema = ask.get(value, 'schema');
  return { schema: schema === undefined || schema === null ? undefined : ask.text(schema), name: unquoted(ask.text(ask.get(value, 'tableName'))) };
}

/** `quoteTable` (6.37.8, `dialects/abstract/query-generator.js`). Where Sequelize adds the schema `public` by itself, we leave it to the search path. */
export function tableSql({ schema, name }: TableName): string {
  return schema === undefined ? identifier(name) : `${identifier(schema)}.${identifier(name)}`;
}

/** `quoteIdentifiers`, which a point parts. */
export function dotted(name: string): string {
  const at = unquoted(name).lastIndexOf('.');
  const plain = unquoted(name);
  return at < 0 ? identifier(plain) : `${identifier(plain.slice(0, at).replaceAll('.', '->'))}.${identifier(plain.slice(at + 1))}`;
}

/** `removeTicks`. */
export function unquoted(name: string): string {
  return name.replaceAll('"', '');
}

/** `underscore` of the package inflection, which names an index by its table and columns. */
export function underscored(text: string): string {
  return text.replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2').replace(/([a-z\d])([A-Z])/g, '$1_$2').replaceAll('-', '_').toLowerCase();
}

/** Of a field of an index or of a constraint: its name. */
export function fieldName(field: Value, ask: Asked): string {
  return ask.text(isRecord(field) ? ask.get(field, ask.has(field, 'attribute') ? 'attribute' : 'name') : field);
}

/** `whereItemsQuery`, as much of it as conditions of indexes and checks are made of. */
export function condition(where: Value, ask: Asked): string {
  if (!isRecord(where)) return valueSql(where, ask);
  const record = ask.record(where);
  return [...record.entries].map(([key, value]) => {
    if (key === '[or]' || key === '[and]') return `(${ask.list(value).map(it => condition(it, ask)).join(key === '[or]' ? ' OR ' : ' AND ')})`;
    return compared(identifier(key), value, ask);
  }).join(' AND ');
}

function compared(name: string, value: Value, ask: Asked): string {
  if (value === null) return `${name} IS NULL`;
  if (isList(value)) return `${name} IN (${value.map(it => valueSql(it, ask)).join(', ')})`;
  if (!isRecord(value)) return `${name} = ${valueSql(value, ask)}`;
  return [...ask.record(value).entries].map(([key, it]) => {
    if (it === null && (key === '[ne]' || key === '[not]')) return `${name} IS NOT NULL`;
    if (it === null && (key === '[is]' || key === '[eq]')) return `${name} IS NULL`;
    if (isList(it)) return `${name} ${key === '[notIn]' ? 'NOT IN' : 'IN'} (${it.map(each => valueSql(each, ask)).join(', ')})`;
    const operator = OPERATORS.get(key);
    if (operator === undefined) ask.untold();
    return `${name} ${operator ?? ''} ${valueSql(it, ask)}`;
  }).join(' AND ');
}

const OPERATORS: ReadonlyMap<string, string> = new Map([['[eq]', '='], ['[ne]', '!='], ['[not]', '!='], ['[is]', 'IS'], ['[gt]', '>'], ['[gte]', '>='], ['[lt]', '<'], ['[lte]', '<='], ['[like]', 'LIKE'], ['[iLike]', 'ILIKE']]);
