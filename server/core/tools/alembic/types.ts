import { qualified } from '../../sql/identifier.js';
import { argumentsOf, calledName, quoted } from '../python/arguments.js';
import type { Call, Expression } from '../python/node.js';
import { resolved, textIn, type Scope } from '../python/scope.js';

/** What SQLAlchemy's PostgreSQL dialect makes of a type (2.0, `dialects/postgresql/base.py`: `PGTypeCompiler`). */
export interface ColumnType {
  readonly sql: string;
  /** The class that was written, for what depends on it: `Integer`. */
  readonly name: string;
  /** `CREATE TYPE`, which `op.create_table` sends before its own. */
  readonly creates?: string;
}

export function typeOf(written: Expression, scope: Scope, depth = 0): ColumnType | undefined {
  const it = resolved(written, scope);
  if (depth > 5) return undefined;
  if (it.kind === 'name') {
    const name = it.name.slice(it.name.lastIndexOf('.') + 1);
    return plain(name, undefined, scope);
  }
  if (it.kind !== 'call') return undefined;
  const name = calledName(it);
  if (name === 'with_variant') return variant(it, scope, depth);
  if (name === 'ARRAY') {
    const item = argumentsOf(it, ['item_type'], scope).value('item_type');
    const type = item && typeOf(item, scope, depth + 1);
    return type && { sql: `${type.sql}[]`, name, ...(type.creates !== undefined && { creates: type.creates }) };
  }
  if (/^enum$/i.test(name)) return enumeration(it, scope);
  return plain(name, it, scope);
}

/** `sa.JSON().with_variant(JSONB(), 'postgresql')`. */
function variant(call: Call, scope: Scope, depth: number): ColumnType | undefined {
  const args = argumentsOf(call, ['type_'], scope);
  const dialects = args.rest.map(it => textIn(it, scope)?.text);
  const ours = dialects.includes('postgresql') || dialects.includes('postgres');
  const type = ours ? args.value('type_') : call.callee.kind === 'attribute' ? call.callee.of : undefined;
  return type && typeOf(type, scope, depth + 1);
}

function enumeration(call: Call, scope: Scope): ColumnType | undefined {
  const args = argumentsOf(call, [], scope);
  const schema = args.text('schema');
  const values = args.rest.map(it => textIn(it, scope)?.text);
  const [first] = call.positional;
  const of = values[0] === undefined && first?.kind === 'name' ? first.name.slice(first.name.lastIndexOf('.') + 1).toLowerCase() : undefined;
  const name = args.text('name') ?? of;
  if (args.flag('native_enum') === false) return { sql: `varchar(${Math.max(1, ...values.map(it => it?.length ?? 0))})`, name: 'Enum' };
  if (name === undefined) return undefined;
  const known = values.length > 0 && values.every(it => it !== undefined) && args.flag('create_type') !== false;
  const type = qualified({ ...(schema !== undefined && { schema }), name });
  return { sql: type, name: 'Enum', ...(known && { creates: `CREATE TYPE ${type} AS ENUM (${values.map(it => quoted(it!)).join(', ')})` }) };
}

function plain(name: string, call: Call | undefined, scope: Scope): ColumnType {
  const args = call && argumentsOf(call, PARAMETERS[name] ?? [], scope);
  const number = (key: string) => {
    const it = args?.value(key);
    return it?.kind === 'number' ? it.text : undefined;
  };
  const make = TYPES[name] ?? TYPES[name.toUpperCase()];
  // A type of somebody's own: its name, which no server knows, promises nothing.
  return { sql: make ? make(number, key => args?.flag(key) ?? false) : qualified({ name }), name };
}

const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  String: ['length'], Unicode: ['length'], VARCHAR: ['length'], AutoString: ['length'], CHAR: ['length'], NVARCHAR: ['length'], NCHAR: ['length'],
  Numeric: ['precision', 'scale'], NUMERIC: ['precision', 'scale'], DECIMAL: ['precision', 'scale'], Float: ['precision'], FLOAT: ['precision'],
  DateTime: ['timezone'], TIMESTAMP: ['timezone', 'precision'], Time: ['timezone'], TIME: ['timezone', 'precision'], BIT: ['length'],
};

type Make = (number: (key: string) => string | undefined, flag: (key: string) => boolean) => string;

const characters = (type: string): Make => number => (number('length') === undefined ? type : `${type}(${number('length')})`);
const decimal: Make = number => (number('precision') === undefined ? 'numeric' : `numeric(${number('precision')}${number('scale') === undefined ? '' : `, ${number('scale')}`})`);
const zoned = (type: string): Make => (number, flag) => `${type}${number('precision') === undefined ? '' : `(${number('precision')})`} ${flag('timezone') ? 'with' : 'without'} time zone`;
const as = (type: string): Make => () => type;

const TYPES: Readonly<Record<string, Make>> = {
  Integer: as('integer'), INTEGER: as('integer'), INT: as('integer'), BigInteger: as('bigint'), BIGINT: as('bigint'), SmallInteger: as('smallint'), SMALLINT: as('smallint'),
  String: characters('varchar'), Unicode: characters('varchar'), VARCHAR: characters('varchar'), AutoString: characters('varchar'), CHAR: characters('char'),
  Text: as('text'), UnicodeText: as('text'), TEXT: as('text'),
  Boolean: as('boolean'), BOOLEAN: as('boolean'), Date: as('date'), DATE: as('date'),
  DateTime: zoned('timestamp'), DATETIME: zoned('timestamp'), TIMESTAMP: zoned('timestamp'), Time: zoned('time'), TIME: zoned('time'),
  Interval: as('interval'), INTERVAL: as('interval'),
  Numeric: decimal, NUMERIC: decimal, DECIMAL: decimal,
  Float: number => (number('precision') === undefined ? 'double precision' : `float(${number('precision')})`), FLOAT: number => (number('precision') === undefined ? 'double precision' : `float(${number('precision')})`),
  Double: as('double precision'), DOUBLE: as('double precision'), DOUBLE_PRECISION: as('double precision'), REAL: as('real'),
  LargeBinary: as('bytea'), BYTEA: as('bytea'), BLOB: as('bytea'), BINARY: as('bytea'), VARBINARY: as('bytea'), PickleType: as('bytea'),
  JSON: as('json'), JSONB: as('jsonb'), UUID: as('uuid'), Uuid: as('uuid'),
  INET: as('inet'), CIDR: as('cidr'), MACADDR: as('macaddr'), MACADDR8: as('macaddr8'), MONEY: as('money'), OID: as('oid'), REGCLASS: as('regclass'),
  TSVECTOR: as('tsvector'), TSQUERY: as('tsquery'), HSTORE: as('hstore'), CITEXT: as('citext'), XML: as('xml'),
  BIT: (number, flag) => `bit${flag('varying') ? ' varying' : ''}${number('length') === undefined ? '' : `(${number('length')})`}`,
  INT4RANGE: as('int4range'), INT8RANGE: as('int8range'), NUMRANGE: as('numrange'), DATERANGE: as('daterange'), TSRANGE: as('tsrange'), TSTZRANGE: as('tstzrange'),
};
