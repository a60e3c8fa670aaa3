import { meant, type Parameters } from '../schema/catalog/functions.js';
import type { Name } from '../sql/identifier.js';
import type { Context } from './rule.js';

/** Only triggers call what the statement means. */
export function isForTriggers(name: Name, parameters: Parameters, { catalog }: Pick<Context, 'catalog'>): boolean {
  const known = catalog.function(name);
  const found = known ? meant(known, parameters) : [];
  return found.length > 0 && found.every(it => it.forTriggers);
}
