import type { Relation } from '../server.js';
import { quoted, type Dice } from './dice.js';

export interface NewColumn {
  readonly name: string;
  readonly type: string;
  readonly array?: boolean;
}

const COLUMNS = ['id', 'a', 'b', 'c', 'ref_id', 'name', 'Camel', 'user', 'é_col', 'kind', 'long_column_name_that_is_rather_long_indeed_yes_it_is_so', 'y'.repeat(60)];
const TYPES = [
  'int', 'int', 'bigint', 'smallint', 'text', 'text', 'varchar', 'varchar(20)', 'varchar(50)', 'char(4)', 'numeric', 'numeric(10,2)', 'boolean', 'uuid', 'jsonb', 'date', 'timestamp', 'timestamptz', 'timestamp(3)', 'time', 'interval',
  'int[]', 'text[]', 'inet', 'cidr', 'citext', 'bytea', 'bit(3)', 'bit varying(4)', 'int4range', 'oid', 'name', 'xml', 'real', 'money', 'tsvector', 'point',
];
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  int: ['1', '1 + 2', '(random() * 10)::int'], bigint: ['10'], text: [`'x'`, `'a' || 'b'`, 'md5(random()::text)', 'current_user'], varchar: [`'x'`], numeric: ['0', '1.5'], boolean: ['true'],
  timestamptz: ['now()', 'clock_timestamp()', 'current_timestamp'], timestamp: ['localtimestamp'], date: ['current_date'], jsonb: [`'{}'`],
};
const NEAR: Readonly<Record<string, readonly string[]>> = {
  int4: ['bigint', 'numeric', 'int', 'text', 'smallint', 'oid'], int8: ['numeric', 'int', 'bigint'], int2: ['int', 'bigint'], text: ['varchar', 'varchar(100)', 'text', 'char(8)', 'citext', 'text collate "C"'],
  varchar: ['varchar(100)', 'text', 'varchar', 'varchar(10)', 'citext', 'char(4)'], bpchar: ['char(10)', 'text', 'varchar', 'bpchar'], numeric: ['numeric(12,2)', 'numeric', 'numeric(8,2)', 'numeric(12,3)'], citext: ['text', 'varchar'],
  timestamptz: ['timestamp', 'date', 'timestamptz(3)'], timestamp: ['timestamp(6)', 'timestamp(2)', 'date'], date: ['timestamp'], time: ['time(3)', 'interval'], interval: ['interval(3)', 'interval day to second'],
  inet: ['cidr', 'text'], cidr: ['inet', 'text'], bit: ['bit(4)', 'bit varying'], varbit: ['bit varying(8)', 'bit varying'], jsonb: ['json', 'text'], oid: ['int', 'bigint'], name: ['text'],
};

export function newColumn(dice: Dice, taken: readonly { readonly name: string }[]): string {
  return dice.newName(COLUMNS, taken);
}

export function anyType(dice: Dice): string {
  const own = [...dice.schema.enums, ...dice.schema.domains, ...dice.relations('c')];
  return own.length > 0 && dice.odds(0.12) ? dice.object(dice.one(own)) + dice.maybe(0.15, '[]') : dice.one(TYPES);
}

export function defaultFor(dice: Dice, type: string): string | undefined {
  const { int4 = 'int', int8 = 'bigint', bool = 'boolean' } = {};
  const name = ({ int4, int8, bool } as Readonly<Record<string, string>>)[type] ?? type.replace(/\(.*/, '');
  return dice.any(DEFAULTS[name] ?? []);
}

export function otherType(dice: Dice, column: Relation['columns'][number]): string {
  if (column.array) return dice.one(['text[]', 'varchar[]', 'bigint[]', 'varchar(20)[]']);
  const to = dice.any(NEAR[column.type] ?? []) ?? anyType(dice);
  return to + dice.maybe(0.12, ` using ${quoted(column.name)}::${to.replace(' collate "C"', '')}`);
}

/** Of a table that has `beside`. */
export function columnDefinition(dice: Dice, name: string, beside: readonly NewColumn[]): string {
  const own = quoted(name);
  const integers = beside.filter(it => it.type === 'int4' && !it.array);
  const key = dice.any(keys(dice).filter(it => it.columns.length === 1));
  return dice.among<string>([
    [6, () => `${own} ${dice.one(['serial', 'bigserial', 'smallserial'])}${dice.maybe(0.3, ' primary key')}${dice.maybe(0.1, ' unique')}`],
    [4, () => `${own} ${dice.one(['int', 'bigint'])} generated ${dice.one(['always', 'by default'])} as identity${dice.maybe(0.3, ' primary key')}`],
    [3, () => (integers.length > 0 ? `${own} int generated always as (${quoted(dice.one(integers).name)} * 2) ${dice.major >= 18 && dice.odds(0.4) ? 'virtual' : 'stored'}` : `${own} int`)],
    [8, () => (key ? `${own} ${writable(key.types[0]!)}${nameOfConstraint(dice)} references ${dice.named(key.table)}${key.primary && dice.odds(0.5) ? '' : ` (${quoted(key.columns[0]!)})`}${actions(dice)}${deferral(dice)}` : `${own} bigint`)],
    [79, () => plainColumn(dice, own)],
  ])!;
}

function plainColumn(dice: Dice, own: string): string {
  const type = anyType(dice);
  const given = dice.odds(0.35) ? defaultFor(dice, type) : undefined;
  const rest = dice.among<string>([
    [15, () => `${nameOfConstraint(dice)} not null`],
    [5, () => `${nameOfConstraint(dice)} unique${deferral(dice)}`],
    [4, () => `${nameOfConstraint(dice)} primary key`],
    [6, () => `${nameOfConstraint(dice)} check (${own} is not null)`],
    [70, () => ''],
  ]);
  return `${own} ${type}${/^(text|varchar)/.test(type) && !type.endsWith(']') ? dice.maybe(0.06, ' collate "C"') : ''}${given === undefined ? '' : ` default ${given}`}${rest}`;
}

export function tableConstraint(dice: Dice, columns: readonly NewColumn[], existing: boolean): string | undefined {
  if (columns.length === 0) return undefined;
  const name = nameOfConstraint(dice).trimStart();
  const integers = columns.filter(it => it.type === 'int4' && !it.array).map(it => quoted(it.name));
  const one = (): string => quoted(dice.one(columns).name);
  const list = (): string => dice.some(columns).map(it => quoted(it.name)).join(', ');
  const later = existing ? dice.maybe(0.3, ' not valid') : '';
  const text = dice.among<string>([
    [15, () => `primary key (${list()})${dice.maybe(0.1, ` include (${one()})`)}${deferral(dice)}`],
    [20, () => `unique ${dice.major >= 15 ? dice.maybe(0.1, 'nulls not distinct ') : ''}(${list()})${dice.maybe(0.15, ` include (${one()})`)}${deferral(dice)}`],
    [25, () => {
      const number = dice.any(integers);
      const condition = dice.one([`${one()} is not null`, ...(number ? [`${number} > 0`, `${number} in (1, 2)`, `${number} >= 0 and ${number} < 100`] : [])]);
      return `check (${condition})${dice.maybe(0.1, ' no inherit')}${dice.major >= 18 ? dice.maybe(0.06, ' not enforced') : ''}${later}`;
    }],
    [28, () => {
      const key = dice.any(keys(dice));
      const mine = key?.types.map(type => dice.any(columns.filter(it => it.type === type && !it.array)));
      if (key === undefined || mine === undefined || mine.includes(undefined)) return undefined;
      return `foreign key (${mine.map(it => quoted(it!.name)).join(', ')}) references ${dice.named(key.table)} (${key.columns.map(quoted).join(', ')})${actions(dice)}${deferral(dice)}${dice.major >= 18 ? dice.maybe(0.06, ' not enforced') : ''}${later}`;
    }],
    [6, () => (integers.length > 0 ? `exclude ${dice.maybe(0.7, 'using gist ')}(${dice.one(integers)} with =)${dice.maybe(0.2, ` where (${one()} is not null)`)}` : undefined)],
    [6, () => (dice.major >= 18 ? `not null ${one()}${later}` : undefined)],
  ]);
  return text === undefined ? undefined : name === '' ? text : `${name} ${text}`;
}

/** Whatever a foreign key may refer to. */
function keys(dice: Dice): readonly { readonly table: Relation; readonly columns: readonly string[]; readonly types: readonly string[]; readonly primary: boolean }[] {
  return dice.relations('rp').flatMap(table => table.constraints.filter(it => (it.kind === 'p' || it.kind === 'u') && !it.deferrable).map(it => ({
    table, columns: it.columns, primary: it.kind === 'p', types: it.columns.map(name => table.columns.find(column => column.name === name)!.type),
  })));
}

function writable(type: string): string {
  return type === 'char' ? '"char"' : quoted(type);
}

const CONSTRAINTS = ['c1', 'c2', 'c3', 'my_check', 'Fancy Con', 'z'.repeat(63)];

export function nameOfConstraint(dice: Dice): string {
  return dice.odds(0.25) ? ` constraint ${quoted(dice.one(CONSTRAINTS))}` : '';
}

function actions(dice: Dice): string {
  return dice.maybe(0.4, ` on delete ${dice.one(['cascade', 'set null', 'restrict', 'no action'])}`) + dice.maybe(0.1, ` on update cascade`);
}

function deferral(dice: Dice): string {
  return dice.maybe(0.1, dice.one([' deferrable', ' deferrable initially deferred']));
}
