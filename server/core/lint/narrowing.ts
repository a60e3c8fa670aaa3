import type { Catalog } from '../schema/catalog.js';
import type { TypeName } from '../sql/statement/expression.js';
import { LARGEST } from './integers.js';

/** What becomes of values that the new type does not hold, with `…` where the column is to be named. */
export interface Loss {
  readonly said: string;
  /** Only the last digits go. */
  readonly rounded: boolean;
}

/**
 * Undefined where the new type holds all.
 * `cast`: by an explicit cast, which cuts off what an assignment refuses.
 */
export function lossOf(from: TypeName, to: TypeName, cast: boolean, catalog: Catalog): Loss | undefined {
  const [old, next] = [unwrapped(from, catalog), unwrapped(to, catalog)];
  if (old.array || next.array || old.schema !== undefined || next.schema !== undefined) return undefined;
  const said = ofNumber(old, next) ?? ofText(old, next, cast) ?? ofTime(old, next);
  return said === undefined ? undefined : { said, rounded: said.endsWith(ROUNDED) || said.startsWith('Digits') };
}

const ROUNDED = 'rounded away';

function unwrapped(type: TypeName, catalog: Catalog): TypeName {
  const domain = type.array ? undefined : catalog.domain(type);
  return domain === undefined ? type : unwrapped(domain.type, catalog);
}

/** Digits before the point. */
const DIGITS: Readonly<Record<string, number>> = { int2: 5, int4: 10, int8: 19 };
const INTEGERS = ['int2', 'int4', 'int8'];
const FRACTIONS = ['numeric', 'float4', 'float8'];

function ofNumber(from: TypeName, to: TypeName): string | undefined {
  if (INTEGERS.includes(to.name)) {
    if (INTEGERS.indexOf(from.name) > INTEGERS.indexOf(to.name)) return beyond(to);
    if (!FRACTIONS.includes(from.name)) return undefined;
    const [precision, scale = 0] = from.modifiers;
    if (from.name !== 'numeric' || precision === undefined || scale > 0) return `Fractions … are ${ROUNDED}`;
    return precision >= DIGITS[to.name]! ? beyond(to) : undefined;
  }
  if (to.name === 'float4') return from.name === 'float8' ? 'Digits … beyond the sixth are lost' : undefined;
  if (to.name !== 'numeric' || to.modifiers.length === 0) return undefined;

  const [precision = 0, scale = 0] = to.modifiers;
  const before = precision - scale;
  const had = from.name === 'numeric' && from.modifiers.length > 0 ? (from.modifiers[0]! - (from.modifiers[1] ?? 0)) : (DIGITS[from.name] ?? (FRACTIONS.includes(from.name) ? Infinity : undefined));
  if (had === undefined) return undefined;
  if (before < had) return `A value … with more than ${before} ${before === 1 ? 'digit' : 'digits'} before the point makes this fail`;
  const hadScale = from.name === 'numeric' && from.modifiers.length > 0 ? (from.modifiers[1] ?? 0) : INTEGERS.includes(from.name) ? 0 : Infinity;
  return scale < hadScale ? `Digits … beyond ${scale === 0 ? 'the point' : `${scale} behind the point`} are ${ROUNDED}` : undefined;
}

function beyond(to: TypeName): string {
  return `A value … beyond ${LARGEST[to.name]} makes this fail`;
}

const TEXTS = ['text', 'varchar', 'bpchar', 'citext', 'name'];
const BITS = ['bit', 'varbit'];

function ofText(from: TypeName, to: TypeName, cast: boolean): string | undefined {
  const kind = [TEXTS, BITS].find(it => it.includes(from.name) && it.includes(to.name));
  const [limit] = to.modifiers;
  if (kind === undefined || limit === undefined || (from.modifiers[0] ?? Infinity) <= limit) return undefined;
  const text = kind === TEXTS;
  return cast ? `${text ? 'Characters' : 'Bits'} … beyond ${limit} are cut off` : `A value … longer than ${limit} ${text ? 'characters' : 'bits'} makes this fail`;
}

const STAMPS = ['timestamp', 'timestamptz'];
/** Microseconds. */
const FINEST = 6;

function ofTime(from: TypeName, to: TypeName): string | undefined {
  if (STAMPS.includes(from.name) && to.name === 'date') return 'The time of day … is lost';
  if (STAMPS.includes(from.name) && (to.name === 'time' || to.name === 'timetz')) return 'The day … is lost';
  const kind = [STAMPS, ['time', 'timetz']].find(it => it.includes(from.name) && it.includes(to.name));
  const digits = to.modifiers[0] ?? FINEST;
  if (kind === undefined || digits >= (from.modifiers[0] ?? FINEST)) return undefined;
  return digits === 0 ? `Fractions of a second … are ${ROUNDED}` : `Fractions of a second … beyond ${digits} digits are ${ROUNDED}`;
}
