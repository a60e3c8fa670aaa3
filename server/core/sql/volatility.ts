import type { Catalog } from '../schema/catalog.js';
import type { Expression, FunctionCall } from './statement/expression.js';
import { builtInVolatility } from './volatility/built-in.js';

/** `unknown`: a function that neither Postgres has nor a migration makes. */
export type Volatility = 'immutable' | 'stable' | 'volatile' | 'unknown';

/**
 * How much the value of an expression may change between rows. Operators, casts and `CURRENT_TIMESTAMP`'s like have no say:
 * none that Postgres 10–18 brings is volatile, in `pg_operator`, `pg_cast` or the types' input and output functions.
 */
export function volatilityOf(expression: Expression, catalog: Catalog): Volatility {
  return expression.calls.map(it => callVolatility(it, catalog)).reduce(worse, 'immutable');
}

/** Postgres's own function, or one of the extensions it comes with. */
export function isBuiltIn(call: FunctionCall): boolean {
  return builtInVolatility(call) !== undefined;
}

function callVolatility(call: FunctionCall, catalog: Catalog): Volatility {
  const own = catalog.function(call)?.overloads.map(it => it.volatility);
  // Overloads are told apart by types that nobody knows here.
  if (own) return own.reduce<Volatility>((a, b) => (a === b ? a : 'unknown'), own[0] ?? 'unknown');
  return builtInVolatility(call) ?? 'unknown';
}

/** Volatile for certain is worse than not knowing. */
const RANKS: readonly Volatility[] = ['immutable', 'stable', 'unknown', 'volatile'];

function worse(a: Volatility, b: Volatility): Volatility {
  return RANKS.indexOf(a) >= RANKS.indexOf(b) ? a : b;
}
