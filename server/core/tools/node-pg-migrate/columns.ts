import { isRecord, type Value } from '../javascript/value.js';
import { asking } from '../javascript/asked.js';
import { applied, escaped, literal, literalOf, plainName, written, type Given } from './names.js';

export interface Columns {
  readonly columns: readonly string[];
  /** Of a key of several columns. */
  readonly key: readonly string[];
  readonly comments: readonly string[];
}

/** `parseColumns`. `partly`: of a new table, what is not known is left out, and does not hide the rest. */
export function columnsOf(table: Value, columns: Value, given: Given, partly: boolean): Columns {
  const known = isRecord(columns) ? columns : { entries: new Map<string, Value>(), whole: false };
  if (!known.whole && !partly) given.ask.untold();
  const all = [...known.entries].flatMap(([name, type]) => {
    const ask = partly ? asking() : given.ask;
    const its = { ...given, ask };
    const options = applied(type, its);
    return ask.told() ? [{ name, options, given: its }] : [];
  });
  const key = all.filter(it => it.given.ask.is(it.options.entries.get('primaryKey'))).map(it => it.name);
  const made = all.map(it => {
    const comment = it.options.entries.get('comment');
    return {
      sql: columnSql(table, it.name, it.options, it.given, key.length > 1),
      comment: comment === undefined ? undefined : `COMMENT ON COLUMN ${literal(table, given)}.${literal(it.name, given)} IS ${escaped(comment, it.given)}`,
      told: it.given.ask.told(),
    };
  }).filter(it => !partly || it.told);
  return { columns: made.map(it => it.sql), key: key.length > 1 ? key : [], comments: made.flatMap(it => it.comment ?? []) };
}

function columnSql(table: Value, name: string, options: Value, given: Given, several: boolean): string {
  const { ask } = given;
  const option = (key: string) => ask.get(options, key);
  const parts: string[] = [];
  const collation = option('collation');
  if (ask.is(collation)) parts.push(`COLLATE ${ask.text(collation)}`);
  const value = option('default');
  if (value !== undefined) parts.push(`DEFAULT ${escaped(value, given)}`);
  if (ask.is(option('unique'))) parts.push('UNIQUE');
  if (ask.is(option('primaryKey')) && !several) parts.push('PRIMARY KEY');
  if (ask.is(option('notNull'))) parts.push('NOT NULL');
  const check = option('check');
  if (ask.is(check)) parts.push(`CHECK (${written(check, given)})`);
  if (option('references') !== undefined && option('references') !== null) {
    const named = option('referencesConstraintName') ?? (option('referencesConstraintComment') === undefined ? undefined : `${plainName(table, given)}_fk_${name}`);
    parts.push(`${named === undefined ? '' : `CONSTRAINT ${literal(named, given)} `}${referencesOf(options, given)}`);
  }
  if (ask.is(option('deferrable'))) parts.push(deferrable(options, given));
  const sequence = option('sequenceGenerated');
  if (ask.is(sequence)) {
    const clauses = sequenceOf(sequence, given).join(' ');
    parts.push(`GENERATED ${ask.text(ask.get(sequence, 'precedence'))} AS IDENTITY${clauses === '' ? '' : ` (${clauses})`}`);
  }
  const generated = option('expressionGenerated');
  if (ask.is(generated)) parts.push(`GENERATED ALWAYS AS (${written(generated, given)}) STORED`);
  return [literal(name, given), typeOf(options, given), ...parts].join(' ');
}

function typeOf(options: Value, given: Given): string {
  const { ask } = given;
  const type = ask.get(options, 'type');
  const array = ask.get(options, 'array');
  const name = isRecord(type) || literalOf(type) !== undefined ? literal(type, given) : ask.text(type);
  return array === true ? `${name} ARRAY` : typeof array === 'number' ? `${name} ARRAY[${array}]` : name;
}

/** `parseReferences`. */
function referencesOf(options: Value, given: Given): string {
  const { ask } = given;
  const to = ask.get(options, 'references');
  const parts = [`REFERENCES ${typeof to === 'string' && (to.startsWith('"') || to.endsWith(')')) ? to : literal(to, given)}`];
  for (const [key, words] of [['match', 'MATCH'], ['onDelete', 'ON DELETE'], ['onUpdate', 'ON UPDATE']] as const) {
    const value = ask.get(options, key);
    if (ask.is(value)) parts.push(`${words} ${ask.text(value)}`);
  }
  return parts.join(' ');
}

function deferrable(options: Value, { ask }: Given): string {
  return `DEFERRABLE INITIALLY ${ask.is(ask.get(options, 'deferred')) ? 'DEFERRED' : 'IMMEDIATE'}`;
}

export interface Constraints {
  readonly constraints: readonly string[];
  readonly comments: readonly string[];
}

/** `parseConstraints`. */
export function constraintsOf(table: Value, options: Value, name: Value, given: Given): Constraints {
  const { ask } = given;
  const option = (key: string) => ask.get(options, key);
  const tableName = plainName(table, given);
  const constraints: string[] = [];
  const comments: string[] = [];
  const add = (otherwise: string, sql: string, own: Value = undefined) => constraints.push(`CONSTRAINT ${literal(ask.is(own) ? own : ask.is(name) ? name : otherwise, given)} ${sql}`);
  const list = (value: Value) => ask.list(value).map(it => literal(it, given)).join(', ');

  const check = option('check');
  if (Array.isArray(check)) ask.list(check).forEach((it, i) => add(`${tableName}_chck_${i + 1}`, `CHECK (${written(it, given)})`));
  else if (ask.is(check)) add(`${tableName}_chck`, `CHECK (${written(check, given)})`);
  const unique = option('unique');
  if (ask.is(unique)) {
    const sets = ask.list(unique);
    for (const set of sets.some(it => Array.isArray(it)) ? sets : [sets]) add(`${tableName}_uniq_${namesOf(set, given)}`, `UNIQUE (${list(set)})`);
  }
  const key = option('primaryKey');
  if (ask.is(key)) add(`${tableName}_pkey`, `PRIMARY KEY (${list(key)})`);
  const keys = option('foreignKeys');
  if (ask.is(keys)) {
    for (const it of ask.list(keys)) {
      const columns = ask.get(it, 'columns');
      add(`${tableName}_fk_${namesOf(columns, given)}`, `FOREIGN KEY (${list(columns)}) ${referencesOf(it, given)}`, ask.get(it, 'referencesConstraintName'));
    }
  }
  const exclude = option('exclude');
  if (ask.is(exclude)) add(`${tableName}_excl`, `EXCLUDE ${written(exclude, given)}`);
  const deferred = ask.is(option('deferrable')) ? ` ${deferrable(options, given)}` : '';
  const comment = option('comment');
  if (ask.is(comment)) comments.push(`COMMENT ON CONSTRAINT ${literal(name, given)} ON ${literal(table, given)} IS ${escaped(comment, given)}`);
  return { constraints: constraints.map(it => it + deferred), comments };
}

function namesOf(columns: Value, given: Given): string {
  return given.ask.list(columns).map(it => given.ask.text(it)).join('_');
}

/** `parseSequenceOptions`. */
export function sequenceOf(options: Value, given: Given): readonly string[] {
  const { ask } = given;
  const parts: string[] = [];
  const clause = (key: string, words: string, none?: string) => {
    const value = ask.get(options, key);
    if (ask.is(value)) parts.push(`${words} ${key === 'type' ? ask.text(applied(value, given).entries.get('type')) : written(value, given)}`);
    else if (none !== undefined && (value === null || value === false)) parts.push(none);
  };
  clause('type', 'AS');
  clause('increment', 'INCREMENT BY');
  clause('minvalue', 'MINVALUE', 'NO MINVALUE');
  clause('maxvalue', 'MAXVALUE', 'NO MAXVALUE');
  clause('start', 'START WITH');
  clause('cache', 'CACHE');
  const cycle = ask.get(options, 'cycle');
  if (ask.is(cycle)) parts.push('CYCLE');
  else if (cycle === false) parts.push('NO CYCLE');
  clause('owner', 'OWNED BY', 'OWNED BY NONE');
  return parts;
}
