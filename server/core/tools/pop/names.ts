import { fileOf } from '../../text/paths.js';

export interface Name {
  readonly version: string;
  readonly words: string;
  readonly down: boolean;
  /** In Pop's own language. */
  readonly fizz: boolean;
  /** Only for PostgreSQL: before a file of the same version and direction that is for all. */
  readonly own: boolean;
  /** Ory's: it runs outside of a transaction. */
  readonly autocommit: boolean;
}

/** `20240102030405_name.postgres.up.sql` (`migrator.go`, `mrx`; Ory's `oryx/popx/match.go`); `undefined` where it is for another database. */
export function nameOf(path: string): Name | undefined {
  const [, version, words, first, second, way, type] = /^(\d+)_([^.]+)(?:\.([a-z0-9]+))?(\.autocommit)?\.(up|down)\.(sql|fizz)$/.exec(fileOf(path)) ?? [];
  if (version === undefined) return undefined;
  const database = first === 'autocommit' ? undefined : first;
  if (database !== undefined && !/^(?:postgres|postgresql|pg|pgx)$/.test(database)) return undefined;
  return { version, words: words!, down: way === 'down', fizz: type === 'fizz', own: database !== undefined, autocommit: first === 'autocommit' || second !== undefined };
}
