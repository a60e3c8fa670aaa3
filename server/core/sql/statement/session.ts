import type { Located } from './names.js';

export interface Transaction extends Located {
  readonly kind: 'transaction';
  readonly action: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollback-to' | 'prepare' | 'other';
  /** Of `savepoint`, `release` and `rollback-to`: its name. */
  readonly savepoint?: string;
  /** `COMMIT AND CHAIN`. */
  readonly chain: boolean;
}

export interface SetVariable extends Located {
  readonly kind: 'set';
  /** Lower case. `RESET ALL` is `all`. */
  readonly name: string;
  readonly local: boolean;
  readonly reset: boolean;
  /** As written, without quotes; several joined by a comma. */
  readonly value?: string;
}
