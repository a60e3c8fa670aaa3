import { identifier } from '../../sql/identifier.js';
import type { Asked } from '../javascript/asked.js';
import { isCalled, isList, isRecord, isSymbolic, jsonOf, lastName, type Value } from '../javascript/value.js';

/** `escape`, of a value, and of `Sequelize.literal`, `fn` and `col`. */
export function valueSql(value: Value, ask: Asked): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isCalled(value)) {
    const [first, ...rest] = value.args;
    switch (lastName(value.callee)) {
      case 'literal': return ask.text(first);
      case 'fn': return `${ask.text(first)}(${rest.map(it => valueSql(it, ask)).join(', ')})`;
      case 'col': return ask.text(first).split('.').map(identifier).join('.');
      case 'cast': return `CAST(${valueSql(first, ask)} AS ${ask.text(rest[0]).toUpperCase()})`;
      default: break;
    }
  }
  ask.untold();
  return '';
}

/** Behind `DEFAULT`; `undefined` where Sequelize itself fills it in, and the database knows nothing of it. */
export function defaultSql(value: Value, type: string, ask: Asked): string | undefined {
  if (value === undefined || FILLED.test(lastName(isCalled(value) ? value.callee : value) ?? '') || (isSymbolic(value) && value.kind === 'function')) return undefined;
  if (isList(value) && type.endsWith('[]')) return `ARRAY[${value.map(it => valueSql(it, ask)).join(',')}]::${type}`;
  if (isList(value) || isRecord(value)) {
    const json = jsonOf(value);
    if (json === undefined) ask.untold();
    return `'${(json ?? '').replaceAll("'", "''")}'`;
  }
  return valueSql(value, ask);
}

const FILLED = /^(?:NOW|UUIDV1|UUIDV4)$/;

export interface Type {
  /** An enumeration is `ENUM(…)`, until its name is known. */
  readonly sql: string;
  readonly values?: readonly string[];
}

/** `toSql` of a data type (6.37.8, `dialects/postgres/data-types.js`): `Sequelize.STRING(20)`, or a text as it stands. */
export function typeOf(value: Value, ask: Asked): Type {
  if (typeof value === 'string') return { sql: value };
  const called = isCalled(value) ? value : undefined;
  const name = lastName(called ? called.callee : value);
  const args = called?.args ?? [];
  // `STRING.BINARY`, `INTEGER(11).UNSIGNED`.
  const owner = isSymbolic(value) && value.kind === 'member' && (name === 'BINARY' || name === 'UNSIGNED' || name === 'ZEROFILL') ? value.of : undefined;
  if (owner !== undefined) return name === 'BINARY' ? { sql: 'BYTEA' } : typeOf(owner, ask);
  const [first, second] = args;
  switch (name) {
    case 'STRING':
    case 'CHAR': {
      const length = isRecord(first) ? ask.get(first, 'length') : first;
      return { sql: `${name === 'STRING' ? 'VARCHAR' : 'CHAR'}(${length === undefined ? 255 : ask.text(length)})` };
    }
    case 'DECIMAL':
    case 'NUMERIC': {
      const [precision, scale] = isRecord(first) ? [ask.get(first, 'precision'), ask.get(first, 'scale')] : [first, second];
      const size = [precision, scale].filter(it => it !== undefined).map(it => ask.text(it)).join(',');
      return { sql: size === '' ? 'DECIMAL' : `DECIMAL(${size})` };
    }
    case 'ARRAY': {
      const of = typeOf(isRecord(first) ? ask.get(first, 'type') : first, ask);
      return { sql: `${of.sql}[]`, ...(of.values && { values: of.values }) };
    }
    case 'ENUM': {
      const given = isRecord(first) ? ask.list(ask.get(first, 'values')) : isList(first) ? first : args;
      return { sql: 'ENUM', values: given.map(it => ask.text(it)) };
    }
    case 'RANGE': {
      const of = typeOf(first === undefined ? 'INTEGER' : first, ask).sql;
      return { sql: RANGES.get(of.replace(/\(.*/, '')) ?? 'int4range' };
    }
    case 'GEOMETRY':
    case 'GEOGRAPHY':
      return { sql: first === undefined ? name : `${name}(${[first, second].filter(it => it !== undefined).map(it => ask.text(it)).join(',')})` };
    default: {
      const sql = name === undefined ? undefined : TYPES.get(name) ?? (/^[A-Z][A-Z0-9]*$/.test(name) ? name : undefined);
      if (sql === undefined) ask.untold();
      return { sql: sql ?? '' };
    }
  }
}

const TYPES: ReadonlyMap<string, string> = new Map([['DOUBLE', 'DOUBLE PRECISION'], ['DATE', 'TIMESTAMP WITH TIME ZONE'], ['DATEONLY', 'DATE'], ['BLOB', 'BYTEA'], ['UUIDV4', 'UUID']]);
const RANGES: ReadonlyMap<string, string> = new Map([['INTEGER', 'int4range'], ['BIGINT', 'int8range'], ['DECIMAL', 'numrange'], ['DATE', 'daterange'], ['TIMESTAMP WITH TIME ZONE', 'tstzrange']]);
