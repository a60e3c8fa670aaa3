import { identifier } from '../../sql/identifier.js';
import type { Asked } from '../javascript/asked.js';
import { isCalled, isList, isRecord, isSymbolic, jsonOf, lastName, type Value } from '../javascript/value.js';

/** `wrap` (3.3.0, `formatter/wrappingFormatter.js`): parts of a name by their points. */
export function wrapped(value: Value, ask: Asked): string {
  const raw = rawOf(value, ask);
  if (raw !== undefined) return raw;
  const [, name, alias] = /^(.*?) as (.*)$/i.exec(ask.text(value)) ?? [, ask.text(value)];
  const sql = name!.split('.').map(it => (it.trim() === '*' ? '*' : identifier(it.trim()))).join('.');
  return alias === undefined ? sql : `${sql} as ${identifier(alias.trim())}`;
}

/** `columnize`. */
export function wrappedList(value: Value, ask: Asked): string {
  return ask.list(value).map(it => wrapped(it, ask)).join(', ');
}

/** What `knex.raw(…)` and `knex.fn` stand for. */
export function rawOf(value: Value, ask: Asked): string | undefined {
  if (!isCalled(value)) return undefined;
  const { callee, args } = value;
  switch (lastName(callee)) {
    case 'raw': {
      const sql = ask.text(args[0]);
      return args.length < 2 ? sql : filledIn(sql, args[1], ask);
    }
    case 'ref':
      return wrapped(args[0], ask);
    case 'now':
      return isFn(callee) ? args[0] === undefined ? 'CURRENT_TIMESTAMP' : `CURRENT_TIMESTAMP(${ask.text(args[0])})` : undefined;
    case 'uuid':
      return isFn(callee) ? '(gen_random_uuid())' : undefined;
    default:
      return undefined;
  }
}

function isFn(callee: Value): boolean {
  return isSymbolic(callee) && callee.kind === 'member' && lastName(callee.of) === 'fn';
}

/** `?` and `??`, `:name` and `:name:`, as a text of SQL. */
export const MARKS = /\\\?|\?\??|(?<![:\w]):(\w+)(:(?!:))?/g;

function filledIn(sql: string, given: Value, ask: Asked): string {
  const fill = filler(given, ask);
  return sql.replace(MARKS, (...found) => fill(found as unknown as RegExpExecArray) ?? String(found[0]));
}

/** One mark after the other. */
export function filler(given: Value, ask: Asked): (mark: RegExpExecArray) => string | undefined {
  const values = isRecord(given) ? [] : ask.list(given);
  let next = 0;
  return ([mark, name, isName]) => {
    if (mark === '\\?') return '?';
    if (mark.startsWith('?')) {
      const value = isRecord(given) ? mark : values[next++];
      return isRecord(given) ? mark : mark === '??' ? wrapped(value, ask) : escaped(value, ask);
    }
    if (!isRecord(given) || name === undefined || !ask.has(given, name)) return mark;
    const value = given.entries.get(name);
    return isName === undefined ? escaped(value, ask) : wrapped(value, ask);
  };
}

/** `_escapeBinding`. */
export function escaped(value: Value, ask: Asked): string {
  if (value === undefined || value === null) return 'NULL';
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') return literal(value);
  const raw = rawOf(value, ask);
  if (raw !== undefined) return raw;
  const json = jsonOf(value);
  if (json === undefined) {
    ask.untold();
    return '';
  }
  return literal(isList(value) ? `{${value.map(it => JSON.stringify(it)).join(',')}}` : json);
}

export function literal(text: string): string {
  return `${text.includes('\\') ? 'E' : ''}'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
}
