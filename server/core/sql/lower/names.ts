import type { Name } from '../identifier.js';
import type { RawNode } from '../raw.js';
import type { TypeName } from '../statement/expression.js';
import type { NameAt, ObjectKind } from '../statement/names.js';
import type { Persistence } from '../statement/tables.js';
import { constant } from './constants.js';
import { nameSpan, type Place } from './place.js';

/** The strings of a list of `String` nodes. */
export function strings(list: RawNode | undefined): readonly string[] {
  return ((list ?? []) as readonly RawNode[]).map(item => (item['String']?.sval as string | undefined) ?? '').filter(it => it !== '');
}

/** `[catalog,] schema, name`. */
export function nameOf(parts: readonly string[]): Name {
  const name = parts.at(-1) ?? '';
  const schema = parts.at(-2);
  return schema === undefined ? { name } : { schema, name };
}

/** A `RangeVar`, without its wrapper. */
export function relation(raw: RawNode | undefined): Name {
  return nameOf([raw?.['schemaname'], raw?.['relname']].filter((it): it is string => typeof it === 'string'));
}

export function relationAt(raw: RawNode | undefined, place: Place): NameAt {
  return { ...relation(raw), span: nameSpan(place.text, place.offset(raw?.['location'])) };
}

/** With `ONLY`, where that means something. */
export function targetAt(raw: RawNode | undefined, place: Place): NameAt {
  return { ...relationAt(raw, place), ...(raw?.['inh'] !== true && { only: true }) };
}

export function persistenceOf(raw: RawNode | undefined): Persistence {
  const letter = raw?.['relpersistence'];
  return letter === 't' ? 'temporary' : letter === 'u' ? 'unlogged' : 'permanent';
}

/** `public` is everybody; `current_user` and its like are told by their own names. */
export function rolesOf(list: RawNode | undefined): readonly string[] {
  return ((list ?? []) as readonly RawNode[]).map(it => it['RoleSpec'] as RawNode).map(it => (it['rolename'] as string | undefined) ?? (it['roletype'] as string).replace('ROLESPEC_', '').toLowerCase());
}

const SERIALS: Readonly<Record<string, string>> = {
  serial: 'int4', serial4: 'int4', bigserial: 'int8', serial8: 'int8', smallserial: 'int2', serial2: 'int2',
};

/** A `TypeName`, without its wrapper. */
export function typeName(raw: RawNode, place: Place): TypeName {
  const { schema, name } = nameOf(strings(raw['names']));
  const macro = schema === undefined ? SERIALS[name] : undefined;
  const location = raw['location'] as number | undefined;
  const span = location === -1 ? undefined : typeSpan(place, place.offset(location));
  return {
    ...(schema === undefined || schema === 'pg_catalog' ? {} : { schema }),
    name: macro ?? name,
    modifiers: ((raw['typmods'] ?? []) as readonly RawNode[])
      .map(it => it['A_Const'])
      .flatMap(it => (it?.ival ? [(it.ival.ival as number | undefined) ?? 0] : [])),
    array: (raw['arrayBounds'] as unknown[] | undefined) !== undefined,
    serial: macro !== undefined,
    ...(span && { span, text: place.text.slice(span.start, span.end) }),
  };
}

const MORE_WORDS = new Set(['varying', 'precision', 'character', 'char', 'varchar']);
const FIELDS = new Set(['year', 'month', 'day', 'hour', 'minute', 'second']);

/** The parser says where a type begins; its end is where the words stop that can belong to one. */
function typeSpan(place: Place, start: number): { start: number; end: number } {
  let i = place.indexAt(start);
  let last = i;
  const first = place.say(i);
  if (first === 'setof') i++;
  const step = (): void => void (last = i++);
  const group = (): void => {
    for (let depth = 0; i < place.tokens().length; ) {
      const said = place.say(i);
      if (said === '(' || said === '[') depth++;
      if (said === ')' || said === ']') depth--;
      step();
      if (depth === 0) return;
    }
  };

  const base = place.say(i);
  step();
  while (place.say(i) === '.') (step(), step());
  if (['national', 'character', 'char', 'nchar', 'bit', 'double'].includes(base)) while (MORE_WORDS.has(place.say(i))) step();
  if (place.say(i) === '(') group();
  if (base === 'interval') {
    while (FIELDS.has(place.say(i)) || (place.say(i) === 'to' && FIELDS.has(place.say(i + 1)))) step();
    if (place.say(i) === '(') group();
  }
  if ((base === 'time' || base === 'timestamp') && ['with', 'without'].includes(place.say(i)) && place.say(i + 1) === 'time') (step(), step(), step());
  if (place.say(i) === 'array') step();
  while (place.say(i) === '[') group();
  return { start, end: place.tokens()[last]?.span.end ?? start };
}

/** As it tells one function from another: without schema and modifiers. */
export function parameterType(raw: RawNode, place: Place): string {
  const { name, array } = typeName(raw, place);
  return `${name}${array ? '[]' : ''}`;
}

const OBJECT_KINDS: Readonly<Record<string, ObjectKind>> = {
  OBJECT_TABLE: 'table', OBJECT_FOREIGN_TABLE: 'foreign-table', OBJECT_INDEX: 'index', OBJECT_VIEW: 'view', OBJECT_MATVIEW: 'materialized-view',
  OBJECT_SEQUENCE: 'sequence', OBJECT_SCHEMA: 'schema', OBJECT_TYPE: 'type', OBJECT_DOMAIN: 'domain', OBJECT_EXTENSION: 'extension',
  OBJECT_FUNCTION: 'function', OBJECT_ROUTINE: 'function', OBJECT_PROCEDURE: 'procedure', OBJECT_AGGREGATE: 'aggregate', OBJECT_TRIGGER: 'trigger', OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule', OBJECT_STATISTIC_EXT: 'statistics', OBJECT_COLLATION: 'collation', OBJECT_PUBLICATION: 'publication', OBJECT_SUBSCRIPTION: 'subscription',
  OBJECT_TABCONSTRAINT: 'constraint', OBJECT_COLUMN: 'column', OBJECT_DATABASE: 'database', OBJECT_TABLESPACE: 'tablespace', OBJECT_ROLE: 'role',
};

/** `other` is what no migration is judged by: casts, operators, text search, large objects. */
export function objectKind(raw: string | undefined): ObjectKind {
  return OBJECT_KINDS[raw ?? ''] ?? 'other';
}

/** Of a `DefElem`: `fillfactor`, `toast.autovacuum_enabled`. */
export function optionName(raw: RawNode): string {
  const { defnamespace, defname } = raw['DefElem'] as { readonly defnamespace?: string; readonly defname: string };
  return defnamespace === undefined ? defname : `${defnamespace}.${defname}`;
}

/** Of a list of `DefElem`; one without a value is `true`. */
export function optionValues(list: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(((list ?? []) as readonly RawNode[]).map(it => [optionName(it), optionValue(it['DefElem'].arg)]));
}

function optionValue(raw: RawNode | undefined): string {
  if (raw === undefined) return 'true';
  return String(raw['String']?.sval ?? raw['Float']?.fval ?? raw['Boolean']?.boolval ?? (raw['Integer'] ? (raw['Integer'].ival ?? 0) : undefined) ?? strings(raw['TypeName']?.names).at(-1) ?? constant(raw) ?? '');
}

/** Leaves out what is `undefined`, as optional properties want it. */
export function defined<T extends object>(value: { readonly [K in keyof T]: T[K] | undefined }): T {
  const kept: Record<string, unknown> = {};
  for (const key in value) if (value[key] !== undefined) kept[key] = value[key];
  return kept as T;
}
