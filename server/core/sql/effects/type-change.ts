import type { Catalog } from '../../schema/catalog.js';
import type { Expression, TypeName } from '../statement/expression.js';

/** `unknown`: the old type is not known, or what a type of the user's own allows. `time-zone`: free where TimeZone is as UTC. */
export type TypeChange = 'free' | 'rewrite' | 'time-zone' | 'unknown';

export interface Change {
  readonly heap: TypeChange;
  /** Indexes on the column have to be built again though no row changes. */
  readonly reindex: boolean;
}

/**
 * Whether `ALTER COLUMN … TYPE` writes every row anew: `ATColumnChangeRequiresRewrite` in `src/backend/commands/tablecmds.c`,
 * on the expression that is left when the planner's support functions have taken away casts that change nothing.
 */
export function typeChange(column: string, from: TypeName | undefined, to: TypeName, using: Expression | undefined, catalog: Catalog): Change {
  if (using && using.castOfColumn !== column) return { heap: 'rewrite', reindex: false };
  if (from === undefined) return { heap: 'unknown', reindex: false };

  const steps = [from, ...(using?.casts ?? []), to].map(it => inFull(it, catalog));
  const heap = steps.slice(1).map((step, i) => castCost(steps[i]!, step, catalog)).reduce(worse, 'free');
  return { heap, reindex: (heap === 'free' || heap === 'time-zone') && !sharesOperators(unwrapped(from, catalog).type, unwrapped(to, catalog).type) };
}

/** `mood` and `public.mood` are one type where the search path says so. */
function inFull(type: TypeName, catalog: Catalog): TypeName {
  const known = catalog.type(type);
  return known ? { ...type, ...known.name } : type;
}

const COSTS: readonly TypeChange[] = ['free', 'time-zone', 'unknown', 'rewrite'];

function worse(a: TypeChange, b: TypeChange): TypeChange {
  return COSTS.indexOf(a) >= COSTS.indexOf(b) ? a : b;
}

function castCost(from: TypeName, to: TypeName, catalog: Catalog): TypeChange {
  const target = unwrapped(to, catalog);
  if (sameType(from, to) && sameModifiers(from, to)) return 'free';
  if (target.constrained) return 'rewrite';
  const source = unwrapped(from, catalog).type;
  // The length of what is of a domain is not known to be within the domain's.
  return baseCost(catalog.domain(from) === undefined ? source : { ...source, modifiers: [], text: source.name }, target.type, catalog);
}

/** The type that a domain is made of, however many domains deep. */
function unwrapped(type: TypeName, catalog: Catalog): { readonly type: TypeName; readonly constrained: boolean } {
  const domain = type.array ? undefined : catalog.domain(type);
  return domain === undefined ? { type, constrained: false } : { type: unwrapped(domain.type, catalog).type, constrained: domain.constrained };
}

function sameType(a: TypeName, b: TypeName): boolean {
  return a.name === b.name && a.array === b.array && (a.schema ?? '') === (b.schema ?? '');
}

function sameModifiers(a: TypeName, b: TypeName): boolean {
  return a.modifiers.join() === b.modifiers.join() && (BUILT_IN.has(a.name) || parenthesized(a) === parenthesized(b));
}

/** `geometry(Point)`: modifiers that are no numbers. */
function parenthesized({ text = '' }: TypeName): string {
  return /\(.*\)/.exec(text)?.[0].replaceAll(/\s/g, '').toLowerCase() ?? '';
}

function baseCost(from: TypeName, to: TypeName, catalog: Catalog): TypeChange {
  if (from.array || to.array) return from.array && to.array && sameType(from, to) && (sameModifiers(from, to) || to.modifiers.length === 0) ? 'free' : 'rewrite';
  if (sameType(from, to)) return modifierCost(from, to);
  const pair = new Set([from.name, to.name]);
  if (pair.has('timestamp') && pair.has('timestamptz')) {
    const shorter = to.modifiers.length > 0 && (to.modifiers[0] ?? 6) < (from.modifiers[0] ?? 6);
    return shorter ? 'rewrite' : 'time-zone';
  }
  if (isCoercible(from.name, to.name)) return to.modifiers.length === 0 ? 'free' : lengthCost(from, to);
  return isKnown(from, catalog) && isKnown(to, catalog) ? 'rewrite' : 'unknown';
}

/** After a cast that costs nothing, a length still has to be made sure of. */
function lengthCost(from: TypeName, to: TypeName): TypeChange {
  const [had] = from.modifiers;
  const [wants] = to.modifiers;
  // Only `varchar(n)` and `bit varying(n)` know that a longer limit changes nothing, and only of a limit that comes with the value.
  return (to.name === 'varchar' || to.name === 'varbit') && had !== undefined && wants !== undefined && wants >= had && from.name === to.name ? 'free' : 'rewrite';
}

/** Of one type: what its support function in `src/backend/utils/adt` calls no change. */
function modifierCost(from: TypeName, to: TypeName): TypeChange {
  if (sameModifiers(from, to)) return 'free';
  if (!BUILT_IN.has(from.name)) return 'unknown';
  if (to.modifiers.length === 0) return 'free';
  const [had, hadScale = 0] = from.modifiers;
  const [wants, wantsScale = 0] = to.modifiers;
  if (wants === undefined) return 'free';
  switch (to.name) {
    case 'varchar':
    case 'varbit':
      return had !== undefined && wants >= had ? 'free' : 'rewrite';
    case 'numeric':
      return had !== undefined && wants >= had && wantsScale === hadScale ? 'free' : 'rewrite';
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
      return wants >= LARGEST_PRECISION || (had !== undefined && wants >= had) ? 'free' : 'rewrite';
    case 'interval':
      return intervalCost(from.modifiers, to.modifiers);
    default:
      return 'rewrite';
  }
}

/** Microseconds. */
const LARGEST_PRECISION = 6;
const ALL_FIELDS = 0x7fff;
/** `INTERVAL_MASK` in `src/include/utils/timestamp.h`: bits of fields, the least first. */
const LEAST_FIRST = [12, 11, 10, 3, 1, 2] as const;

function intervalCost(from: readonly number[], to: readonly number[]): TypeChange {
  const least = ([fields = ALL_FIELDS]: readonly number[]): number => (fields === ALL_FIELDS ? 0 : LEAST_FIRST.findIndex(bit => (fields & (1 << bit)) !== 0));
  const precision = ([, digits = LARGEST_PRECISION]: readonly number[]): number => digits;
  const keepsFields = least(to) <= least(from);
  return keepsFields && (least(from) > 0 || precision(to) >= LARGEST_PRECISION || precision(to) >= precision(from)) ? 'free' : 'rewrite';
}

/** Casts `WITHOUT FUNCTION` in `pg_cast` that a column may need: the bytes are the same. */
const COERCIBLE: Readonly<Record<string, readonly string[]>> = {
  varchar: ['text', 'bpchar', 'citext'],
  text: ['varchar', 'bpchar', 'citext'],
  citext: ['text', 'varchar', 'bpchar'],
  xml: ['text', 'varchar', 'bpchar'],
  cidr: ['inet'],
  bit: ['varbit'],
  varbit: ['bit'],
  int4: ['oid', 'regclass', 'regtype', 'regproc', 'regprocedure', 'regnamespace', 'regrole'],
  oid: ['int4', 'regclass', 'regtype', 'regproc', 'regprocedure', 'regnamespace', 'regrole'],
  regclass: ['oid', 'int4'],
  regtype: ['oid', 'int4'],
};

function isCoercible(from: string, to: string): boolean {
  return COERCIBLE[from]?.includes(to) ?? false;
}

/** Types whose indexes can be kept: they sort by the same operators. */
const FAMILIES = [['text', 'varchar'], ['inet', 'cidr']] as const;

function sharesOperators(from: TypeName, to: TypeName): boolean {
  return sameType(from, to) || FAMILIES.some(it => (it as readonly string[]).includes(from.name) && (it as readonly string[]).includes(to.name));
}

const BUILT_IN = new Set([
  'int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'money', 'text', 'varchar', 'bpchar', 'char', 'name', 'bytea', 'bool', 'date', 'time', 'timetz',
  'timestamp', 'timestamptz', 'interval', 'uuid', 'json', 'jsonb', 'jsonpath', 'xml', 'inet', 'cidr', 'macaddr', 'macaddr8', 'bit', 'varbit', 'point', 'line',
  'lseg', 'box', 'path', 'polygon', 'circle', 'tsvector', 'tsquery', 'oid', 'regclass', 'regtype', 'regproc', 'regprocedure', 'regnamespace', 'regrole',
  'int4range', 'int8range', 'numrange', 'tsrange', 'tstzrange', 'daterange', 'int4multirange', 'int8multirange', 'nummultirange', 'tsmultirange',
  'tstzmultirange', 'datemultirange', 'pg_lsn', 'txid_snapshot', 'pg_snapshot', 'citext', 'hstore',
]);

/** No cast between two of these is free but those of `COERCIBLE`; an enum is turned by its texts. */
function isKnown(type: TypeName, catalog: Catalog): boolean {
  return BUILT_IN.has(type.name) || catalog.type(type)?.kind === 'enum';
}
