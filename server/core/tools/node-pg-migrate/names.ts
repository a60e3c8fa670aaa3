import type { Asked } from '../javascript/asked.js';
import { isCalled, isList, isRecord, lastName, type Record, type Value } from '../javascript/value.js';
import { identifier } from '../../sql/identifier.js';

/** What an operation is given, and how the project writes (9.0.0, `src/utils`). */
export interface Given {
  readonly args: readonly Value[];
  readonly ask: Asked;
  /** `--decamelize`. */
  readonly decamelize: boolean;
  /** What `exports.shorthands` of this migration and of those before it say, by name. */
  readonly shorthands: ReadonlyMap<string, Value>;
}

/** `createSchemalize`, with quotes: a name, `{ schema, name }`, or what `pgm.func` was given. */
export function literal(value: Value, given: Given): string {
  const raw = literalOf(value);
  if (raw !== undefined) return raw;
  if (isRecord(value)) {
    const schema = given.ask.get(value, 'schema');
    return (schema === undefined || schema === null || schema === '' ? '' : `${literal(schema, given)}.`) + literal(given.ask.get(value, 'name'), given);
  }
  const name = given.ask.text(value);
  return identifier(given.decamelize ? decamelize(name) : name);
}

/** As it is made a part of another name. */
export function plainName(value: Value, given: Given): string {
  const name = given.ask.text(isRecord(value) ? given.ask.get(value, 'name') : value);
  return given.decamelize ? decamelize(name) : name;
}

/** `PgLiteral`: what is sent as it stands. */
export function literalOf(value: Value): string | undefined {
  if (!isCalled(value) || !/^(?:func|create|PgLiteral)$/.test(lastName(value.callee) ?? '')) return undefined;
  const [text] = value.args;
  return typeof text === 'string' ? text : undefined;
}

/** `escapeValue`. */
export function escaped(value: Value, { ask }: Given): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') return dollars(value);
  if (isList(value)) return `ARRAY[${value.map(it => escaped(it, { ask } as Given)).join(',').replaceAll('ARRAY', '')}]`;
  const raw = literalOf(value);
  if (raw !== undefined) return raw;
  // Of an object nothing is written.
  if (!isRecord(value) && value !== undefined) ask.untold();
  return '';
}

function dollars(text: string): string {
  for (let i = 0; ; i++) {
    const quote = `$pg${letters(i)}$`;
    if (!text.includes(quote)) return quote + text + quote;
  }
}

/** `a` to `z`, then `aa`. */
function letters(i: number): string {
  return (i < 26 ? '' : letters(Math.floor(i / 26) - 1)) + String.fromCharCode(97 + (i % 26));
}

function decamelize(text: string): string {
  if (text.length < 2) return text.toLowerCase();
  return text.replace(/([\p{Lowercase_Letter}\d])(\p{Uppercase_Letter})/gu, '$1_$2').replace(/(\p{Uppercase_Letter})(\p{Uppercase_Letter}\p{Lowercase_Letter}+)/gu, '$1_$2').toLowerCase();
}

/** What is sent as it is written, a text or a `PgLiteral`: a condition, an expression. */
export function written(value: Value, { ask }: Given): string {
  return literalOf(value) ?? ask.text(value);
}

/** `applyType`: a type by its name or with its options, and what the project has a shorter word for. */
export function applied(type: Value, given: Given): Record {
  const own = typeof type === 'string' ? new Map<string, Value>([['type', type]]) : given.ask.record(type).entries;
  let entries = new Map(own);
  const seen = new Set<string>();
  for (let name = own.get('type'); typeof name === 'string' && !seen.has(name); name = entries.get('type')) {
    seen.add(name);
    const short = given.shorthands.get(name) ?? (name === 'id' ? SERIAL : undefined);
    if (short === undefined) break;
    const of = typeof short === 'string' ? new Map<string, Value>([['type', short]]) : given.ask.record(short).entries;
    entries = new Map([...of, ...[...entries].filter(([key]) => key !== 'type')]);
    if (!of.has('type')) break;
  }
  const name = entries.get('type');
  if (typeof name === 'string') entries.set('type', adapted(name));
  return { kind: 'record', entries, whole: true };
}

const SERIAL: Record = { kind: 'record', whole: true, entries: new Map<string, Value>([['type', 'serial'], ['primaryKey', true]]) };

export function adapted(type: string): string {
  return ADAPTED.get(type) ?? type;
}

const ADAPTED: ReadonlyMap<string, string> = new Map([['int', 'integer'], ['string', 'text'], ['float', 'real'], ['double', 'double precision'], ['datetime', 'timestamp'], ['bool', 'boolean']]);
