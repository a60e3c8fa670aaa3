import { identifier } from '../../sql/identifier.js';
import type { Hash, Node } from '../ruby/node.js';
import type { Keys } from './keys.js';

/** What a call is given: the values before the keywords, and these. */
export interface Given {
  readonly positional: readonly Node[];
  readonly options: Hash | undefined;
  /** Of the migration's brackets. */
  readonly release: number;
  readonly keys: Keys;
}

/** `options` with some more, as Rails merges its own defaults in. */
export function also(options: Hash | undefined, more: Readonly<Record<string, Node>>): Hash {
  const span = options?.span ?? { start: 0, end: 0 };
  const added = Object.entries(more).filter(([key]) => !options?.pairs.some(it => it.key === key));
  return { kind: 'hash', span, pairs: [...options?.pairs ?? [], ...added.map(([key, value]) => ({ key, value, span }))] };
}

export function tableName(name: string): string {
  return name.split('.').map(it => identifier(it.replace(/^"|"$/g, ''))).join('.');
}

