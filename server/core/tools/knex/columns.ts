import type { Asked } from '../javascript/asked.js';
import { isList, isRecord, jsonOf, type Value } from '../javascript/value.js';
import { escaped, literal, rawOf, wrapped } from './names.js';

/** What a column was called with, and what was said of it afterwards, by the names that Knex gives it. */
export interface Column {
  readonly type: string;
  readonly args: readonly Value[];
  readonly modifiers: ReadonlyMap<string, readonly Value[]>;
  readonly alter: { readonly nullable: boolean; readonly type: boolean } | undefined;
}

/** The table that it is in. */
interface InTable {
  readonly ask: Asked;
  readonly schema: Value;
  /** It has a key of its own: `t.primary([…])`. */
  readonly hasKey: boolean;
}

/** 3.3.0, `schema/columnbuilder.js`, `schema/columncompiler.js` and `dialects/postgres/schema/pg-columncompiler.js`. */
export function isType(name: string): boolean {
  return TYPES.has(typeNamed(name));
}

function typeNamed(name: string): string {
  return (ALIASES.get(name) ?? name).toLowerCase();
}

const ALIASES: ReadonlyMap<string, string> = new Map([['float', 'floating'], ['enum', 'enu'], ['boolean', 'bool'], ['string', 'varchar'], ['bigint', 'biginteger']]);

export interface Made {
  readonly sql: string;
  /** A type of its own, that is made before. */
  readonly creates: readonly string[];
}

export function nameOf({ args, type }: Column): Value {
  return args[0] ?? (/increments$/i.test(type) ? 'id' : undefined);
}

export function columnSql(column: Column, table: InTable): Made {
  const type = typeOf(column, table);
  const words = /increments$/i.test(column.type) ? [] : modifiersOf(column, table.ask);
  return { sql: [wrapped(nameOf(column), table.ask), type.sql, ...words].join(' '), creates: type.creates };
}

export function typeOf(column: Column, table: InTable): Made {
  const make = TYPES.get(typeNamed(column.type));
  if (!make) {
    table.ask.untold();
    return { sql: '', creates: [] };
  }
  const made = make(column.args, table);
  return typeof made === 'string' ? { sql: made, creates: [] } : made;
}

/** Behind `default`. */
export function defaultOf(column: Column, ask: Asked): string {
  const [value] = column.modifiers.get('defaultTo') ?? [];
  if (value === undefined) return 'default ';
  if (value === null) return 'default null';
  const raw = rawOf(value, ask);
  if (raw !== undefined) return `default ${raw}`;
  if (typeNamed(column.type) === 'bool') return `default '${ask.is(value) && value !== 'false' ? 1 : 0}'`;
  if (isRecord(value) || isList(value)) {
    const json = /^json/i.test(column.type) ? jsonOf(value) : isList(value) ? value.map(it => ask.text(it)).join(',') : undefined;
    if (json === undefined) ask.untold();
    return `default '${json ?? ''}'`;
  }
  return `default ${literal(typeof value === 'boolean' ? String(value) : ask.text(value))}`;
}

function modifiersOf(column: Column, ask: Asked): readonly string[] {
  const { modifiers } = column;
  const nullable = modifiers.get('nullable');
  return [
    ...(nullable ? [nullable[0] === false ? 'not null' : 'null'] : []), ...(modifiers.has('defaultTo') ? [defaultOf(column, ask)] : []),
    ...(column.alter ? [] : checksOf(column, ask).map(({ sql, name }) => `${name === undefined ? '' : `constraint ${name} `}check (${sql})`)),
  ];
}

/** Those that the column was given, in Knex's order. */
export function checksOf(column: Column, ask: Asked): readonly { readonly sql: string; readonly name: string | undefined }[] {
  const name = wrapped(nameOf(column), ask);
  const list = (values: Value, separator: string) => ask.list(values).map(it => escaped(it, ask)).join(separator);
  const found: { sql: string; name: string | undefined }[] = [];
  const add = (key: string, sql: (...args: readonly Value[]) => string, called: number) => {
    const args = column.modifiers.get(key);
    if (args) found.push({ sql: sql(...args), name: args[called] === undefined ? undefined : ask.text(args[called]) });
  };
  add('checkPositive', () => `${name} > 0`, 0);
  add('checkNegative', () => `${name} < 0`, 0);
  add('checkIn', values => `${name} in (${list(values, ',')})`, 1);
  add('checkNotIn', values => `${name} not in (${list(values, ',')})`, 1);
  add('checkBetween', values => (isList(values) && !isList(values[0]) ? [values] : ask.list(values)).map(it => `${name} between ${list(it, ' and ')}`).join(' or '), 1);
  add('checkLength', (operator, length) => `length(${name}) ${ask.text(operator)} ${ask.text(length)}`, 2);
  add('checkRegex', pattern => `${name} ~ ${escaped(pattern, ask)}`, 1);
  return found;
}

type Make = (args: readonly Value[], table: InTable) => string | Made;

const as = (type: string): Make => () => type;

function whole(value: Value, otherwise: number, ask: Asked): number {
  if (value === undefined || value === null) return otherwise;
  const number = parseInt(ask.text(value), 10);
  return Number.isNaN(number) ? otherwise : number;
}

/** A key, unless it is told otherwise, or the table has one. */
const key = (type: string, unless: boolean): Make => ([, options], { ask, hasKey }) => `${type}${!hasKey && (options === undefined ? unless : ask.is(ask.get(options, 'primaryKey'))) ? ' primary key' : ''}`;

const moment: Make = ([, first, second], { ask }) => {
  const options = isRecord(first) ? first : undefined;
  const zone = options ? ask.get(options, 'useTz') : !ask.is(first);
  const precision = options ? ask.get(options, 'precision') : second;
  return `${zone === false ? 'timestamp' : 'timestamptz'}${precision === undefined || precision === null ? '' : `(${ask.text(precision)})`}`;
};

const enumeration: Make = ([name, allowed, options], { ask, schema }) => {
  const values = () => ask.list(allowed).map(it => ask.text(it)).join("', '");
  if (!ask.is(ask.get(options, 'useNative'))) return `text check (${wrapped(name, ask)} in ('${values()}'))`;
  const own = ask.get(options, 'schemaName') ?? schema;
  const type = `${own === undefined ? '' : `"${ask.text(own)}".`}"${ask.text(ask.get(options, 'enumName'))}"`;
  return { sql: type, creates: ask.is(ask.get(options, 'existingType')) ? [] : [`create type ${type} as enum ('${values()}')`] };
};

const TYPES: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['varchar', ([, length], { ask }) => `varchar(${whole(length, 255, ask)})`],
  ['decimal', ([, precision, scale], { ask }) => (precision === null ? 'decimal' : `decimal(${whole(precision, 8, ask)}, ${whole(scale, 2, ask)})`)],
  ['bit', ([, length], { ask }) => (length === false || length === undefined ? 'bit' : `bit(${ask.text(length)})`)],
  ['specifictype', ([, type], { ask }) => rawOf(type, ask) ?? ask.text(type)],
  ['increments', key('serial', true)], ['bigincrements', key('bigserial', true)], ['uuid', key('uuid', false)],
  ['datetime', moment], ['timestamp', moment], ['enu', enumeration],
  ...([
    ['text', 'text'], ['integer', 'integer'], ['smallint', 'smallint'], ['tinyint', 'smallint'], ['mediumint', 'integer'], ['biginteger', 'bigint'], ['floating', 'real'], ['double', 'double precision'],
    ['bool', 'boolean'], ['date', 'date'], ['time', 'time'], ['json', 'json'], ['jsonb', 'jsonb'], ['binary', 'bytea'], ['geometry', 'geometry'], ['geography', 'geography'], ['point', 'point'],
  ] as const).map(([name, type]) => [name, as(type)] as const),
]);
