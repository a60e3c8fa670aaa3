import type { Sql } from './history.js';

/** An advisory lock of the session, polled; a waiting `pg_advisory_lock` can deadlock with CREATE INDEX CONCURRENTLY. */
export type Lock =
  | { readonly kind: 'none' }
  | { readonly kind: 'advisory'; readonly key: bigint; readonly attempts: number; readonly waitMs: number }
  | TableLock;

/** A row that says who runs migrations. Nobody takes it back for one who died. */
export interface TableLock {
  readonly kind: 'table';
  readonly table: { readonly schema: string; readonly name: string };
  /** What makes the table and its row, where they are not there. */
  readonly prepare: readonly Sql[];
  /** Gives a row where the lock was free. */
  take(by: string): Sql;
  /** Gives `by`, `since` and its age in `seconds` where somebody holds it. */
  readonly holder: Sql;
  release(by: string): Sql;
  /** How the tool is told to free it: in a sentence, and alone. */
  readonly remedy: string;
  readonly freeing: string;
  /** Frees it, whoever holds it, if that is still this one; then gives a row. */
  free(by: string | null, since: string | null): Sql;
  readonly attempts: number;
  readonly waitMs: number;
}
