import type { StatusRow } from '../server/protocol.js';

/**
 * What stands behind a file's name, in at most two characters, of which none is a letter of git's (A, C, D, I, M, R, T, U and `!`).
 * A `Record`, so that a new state fails to compile until it has a mark, or none: what is applied needs nobody.
 */
const MARKS: Record<StatusRow['state'], string | undefined> = {
  failed: '✗', modified: '≠', outOfOrder: '⇅', pending: 'P', outdated: 'P', undone: 'P',
  applied: undefined, baseline: undefined, ignored: undefined, superseded: undefined, missing: undefined,
};

/** Of several in one file, what wants a look first. */
const ORDER = Object.keys(MARKS) as readonly StatusRow['state'][];

export interface Mark {
  readonly badge: string;
  /** Absent where only the down is missing. */
  readonly row?: StatusRow;
}

/** Of a file, by its rows on the active connection. `unpaired`: its down migration is missing. */
export function markOf(rows: readonly StatusRow[], unpaired: boolean): Mark | undefined {
  const row = [...rows].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))[0];
  const mark = row && MARKS[row.state];
  const badge = `${mark ?? ''}${unpaired ? '?' : ''}`;
  return badge === '' ? undefined : { badge, ...(mark !== undefined && { row: row! }) };
}
