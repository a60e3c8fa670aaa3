import { earlier } from './neighbours.js';
import type { Context } from './rule.js';

/** Whether the script has given the session variable a value other than 0 or none before the statement: by SET, or by `set_config` with its name written out. */
export function isSet(variable: string, place: Pick<Context, 'statements' | 'position'>): boolean {
  const last = earlier(place, it =>
    (it.kind === 'set' && (it.name === variable || (it.reset && it.name === 'all'))) || (it.kind === 'select' && it.calls.some(call => call.name === 'set_config' && call.literal === variable)));
  return last !== undefined && (last.kind !== 'set' || (!last.reset && last.value !== undefined && last.value !== '' && Number.parseFloat(last.value) !== 0));
}
