import { identifier } from '../../sql/identifier.js';
import type { Hash, Node } from '../ruby/node.js';
import { isOff, isTrue, nameOf, pairIn } from './arguments.js';

/** A column as Rails writes it (7.1, `abstract/schema_creation.rb`, `postgresql_adapter.rb`); `release` is that of the migration, as a number. */
export function columnSql(name: string, type: string, options: Hash | undefined, release: number): string {
  const option = (key: string) => options && pairIn(options, key);
  const parts = [identifier(name), typeSql(type, options, release)];
  const collation = nameOf(option('collation'));
  if (collation !== undefined) parts.push(`COLLATE ${identifier(collation)}`);
  const generated = option('as');
  if (generated?.kind === 'text') {
    // From 7.0; virtual ones came with PostgreSQL 18 and Rails 8.
    parts.push(`GENERATED ALWAYS AS (${generated.rough.trim() === '' ? 'NULL' : generated.rough}) ${isTrue(option('stored')) ? 'STORED' : 'VIRTUAL'}`);
  }
  const set = option('default');
  // `quote_default_expression`: of this type alone, what looks like a call is one.
  const value = type === 'uuid' && set?.kind === 'text' && set.known?.text.includes('()') ? set.known.text : defaultSql(set);
  if (value !== undefined) parts.push(`DEFAULT ${value}`);
  if (option('null')?.kind === 'false') parts.push('NOT NULL');
  if (isTrue(option('primary_key'))) parts.push('PRIMARY KEY');
  return parts.join(' ');
}

/** What the server is sent for a type. One that Rails does not know is taken as it is written. */
export function typeSql(type: string, options: Hash | undefined, release: number): string {
  const number = (key: string) => {
    const node = options && pairIn(options, key);
    return node?.kind === 'number' ? node.text.replaceAll('_', '') : undefined;
  };
  const array = isTrue(options && pairIn(options, 'array')) ? '[]' : '';
  if (type === 'enum') {
    const name = nameOf(options && pairIn(options, 'enum_type'));
    return `${name === undefined ? 'text' : identifier(name)}${array}`;
  }
  if (type === 'virtual') return typeSql(nameOf(options && pairIn(options, 'type')) ?? 'string', undefined, release);
  const make = TYPES[type];
  return `${make ? make(number, release) : type}${array}`;
}

/** Nothing for `nil`: Postgres would not tell it from none. What Ruby computes is a constant when it arrives. */
export function defaultSql(node: Node | undefined): string | undefined {
  switch (node?.kind) {
    case undefined:
    case 'nil':
      return undefined;
    case 'true':
    case 'false':
      return node.kind;
    case 'number':
      return /^-?[\d_.]+$/.test(node.text) ? node.text.replaceAll('_', '') : "''";
    case 'text':
    case 'symbol':
      return literal(node.kind === 'text' ? node.rough : node.name);
    case 'array':
    case 'hash':
      return "'{}'";
    case 'lambda': {
      const [body] = node.body;
      return body?.kind === 'text' && body.known ? body.known.text : "''";
    }
    default:
      return "''";
  }
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** An option that is a hash of its own, or `true`; `undefined` where it is off or not there. */
export function section(node: Node | undefined): Hash | undefined {
  if (isOff(node)) return undefined;
  return node!.kind === 'hash' ? node : { kind: 'hash', span: node!.span, pairs: [] };
}

type Make = (number: (key: string) => string | undefined, release: number) => string;

const as = (type: string): Make => () => type;
const limited = (type: string): Make => number => (number('limit') === undefined ? type : `${type}(${number('limit')})`);
const decimal: Make = number => (number('precision') === undefined ? 'decimal' : `decimal(${number('precision')}${number('scale') === undefined ? '' : `,${number('scale')}`})`);
/** `datetime` has six digits since 7.0, and `timestamp` what it is given (ActiveRecord 7.2.2, `new_column_definition`). */
const moment = (type: string, digits?: string): Make => (number, release) => {
  const precision = number('precision') ?? (release >= 7 ? digits : undefined);
  return `timestamp${precision === undefined ? '' : `(${precision})`}${type}`;
};

const TYPES: Readonly<Record<string, Make>> = {
  string: limited('character varying'), text: as('text'), binary: as('bytea'), blob: as('bytea'), boolean: as('boolean'),
  integer: number => ({ 1: 'smallint', 2: 'smallint', 5: 'bigint', 6: 'bigint', 7: 'bigint', 8: 'bigint' } as Readonly<Record<string, string>>)[number('limit') ?? ''] ?? 'integer',
  bigint: as('bigint'), smallint: as('smallint'), float: as('float'), decimal, numeric: decimal, money: as('money'),
  datetime: moment('', '6'), timestamp: moment(''), timestamptz: moment(' with time zone'), time: as('time'), date: as('date'), interval: as('interval'),
  json: as('json'), jsonb: as('jsonb'), hstore: as('hstore'), uuid: as('uuid'), inet: as('inet'), cidr: as('cidr'), macaddr: as('macaddr'), xml: as('xml'),
  tsvector: as('tsvector'), tsquery: as('tsquery'), citext: as('citext'), ltree: as('ltree'), oid: as('oid'), point: as('point'), line: as('line'), lseg: as('lseg'), box: as('box'),
  path: as('path'), polygon: as('polygon'), circle: as('circle'), bit: limited('bit'), bit_varying: limited('bit varying'),
  int4range: as('int4range'), int8range: as('int8range'), numrange: as('numrange'), tsrange: as('tsrange'), tstzrange: as('tstzrange'), daterange: as('daterange'),
  serial: as('serial'), bigserial: as('bigserial'), primary_key: (_, release) => (release >= 5.1 ? 'bigserial primary key' : 'serial primary key'),
};

/** What `t.…` may be called for a column; all else in a block is an operation. */
export function isType(name: string): boolean {
  return name in TYPES || name === 'enum' || name === 'virtual';
}
