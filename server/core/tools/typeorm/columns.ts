import { identifier } from '../../sql/identifier.js';
import type { Asked } from '../javascript/asked.js';
import type { Value } from '../javascript/value.js';
import { optionsOf, type TableName } from './names.js';

/** `TableColumn` (1.1.1, `schema-builder/table/TableColumn.js`), as far as SQL is written of it. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly fullType: string;
  /** What makes TypeORM drop a column and add it again, where it differs. */
  readonly kind: string;
  readonly nullable: boolean;
  readonly primary: boolean;
  readonly unique: boolean;
  readonly array: boolean;
  readonly generated: 'increment' | 'uuid' | 'identity' | undefined;
  readonly identity: string;
  readonly default: string | undefined;
  readonly values: readonly string[] | undefined;
  readonly enumName: string | undefined;
  readonly comment: string | undefined;
  readonly collation: string | undefined;
  readonly keyName: string | undefined;
  readonly expression: string | undefined;
}

export function columnOf(value: Value, ask: Asked): Column {
  const options = optionsOf(value);
  const option = (key: string) => ask.get(options, key);
  const text = (key: string) => (option(key) === undefined || option(key) === null ? undefined : ask.text(option(key)));
  const is = (key: string) => ask.is(option(key));
  const type = text('type') ?? '';
  const values = option('enum');
  const array = is('isArray');
  const given = option('default');
  const strategy = option('generationStrategy');
  return {
    name: ask.text(option('name')), type, fullType: fullType(type, text('length') ?? '', text('precision'), text('scale'), array), kind: `${type}(${text('length') ?? ''})${array ? '[]' : ''}`,
    nullable: is('isNullable'), primary: is('isPrimary'), unique: is('isUnique'), array,
    generated: !is('isGenerated') ? undefined : strategy === 'uuid' || strategy === 'identity' ? strategy : 'increment', identity: text('generatedIdentity') ?? 'BY DEFAULT',
    default: given === undefined || given === null ? undefined : typeof given === 'boolean' ? String(given) : ask.text(given),
    values: values === undefined ? undefined : ask.list(values).map(it => ask.text(it)), enumName: text('enumName'),
    comment: text('comment'), collation: text('collation'), keyName: text('primaryKeyConstraintName'), expression: option('generatedType') === 'STORED' ? text('asExpression') : undefined,
  };
}

/** `createFullType`. */
function fullType(type: string, length: string, precision: string | undefined, scale: string | undefined, array: boolean): string {
  const moment = MOMENTS.get(type);
  const size = precision === undefined ? '' : `(${precision})`;
  const sql = moment ? `${moment[0]}${size}${moment[1]}` : length !== '' ? `${type}(${length})` : precision !== undefined && scale !== undefined ? `${type}(${precision},${scale})` : `${type}${size}`;
  return array ? `${sql} array` : sql;
}

const MOMENTS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['time without time zone', ['TIME', '']], ['time with time zone', ['TIME', ' WITH TIME ZONE']],
  ['timestamp without time zone', ['TIMESTAMP', '']], ['timestamp with time zone', ['TIMESTAMP', ' WITH TIME ZONE']],
]);

/** `buildCreateColumnSql`. */
export function columnSql(table: TableName, column: Column): string {
  const parts = [identifier(column.name)];
  if (column.generated === 'identity') parts.push(`${column.type} GENERATED ${column.identity} AS IDENTITY`);
  else if (column.generated === 'increment') parts.push(SERIALS.get(column.type) ?? '');
  if (isEnum(column)) parts.push(`${enumSql(table, column)}${column.array ? ' array' : ''}`);
  else if (column.generated === undefined || column.type === 'uuid') parts.push(column.fullType);
  if (column.expression !== undefined) parts.push(`GENERATED ALWAYS AS (${column.expression}) STORED`);
  if (column.collation !== undefined) parts.push(`COLLATE ${identifier(column.collation)}`);
  if (!column.nullable) parts.push('NOT NULL');
  if (column.default !== undefined) parts.push(`DEFAULT ${column.default}`);
  else if (column.generated === 'uuid') parts.push('DEFAULT uuid_generate_v4()');
  return parts.filter(it => it !== '').join(' ');
}

const SERIALS: ReadonlyMap<string, string> = new Map([['integer', 'SERIAL'], ['int', 'SERIAL'], ['int4', 'SERIAL'], ['smallint', 'SMALLSERIAL'], ['int2', 'SMALLSERIAL'], ['bigint', 'BIGSERIAL'], ['int8', 'BIGSERIAL']]);

export function isEnum({ type }: Pick<Column, 'type'>): boolean {
  return type === 'enum' || type === 'simple-enum';
}

/** `buildEnumName`. */
export function enumSql({ schema, name }: TableName, column: Column, suffix = '', withSchema = true): string {
  const path = `${schema !== undefined && withSchema ? `${schema}.` : ''}${column.enumName ?? `${name}_${column.name.toLowerCase()}_enum`}${suffix}`;
  return path.split('.').map(identifier).join('.');
}

export function createEnum(table: TableName, column: Column): string {
  return `CREATE TYPE ${enumSql(table, column)} AS ENUM(${(column.values ?? []).map(quoted).join(', ')})`;
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
