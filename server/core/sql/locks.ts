/** Weakest first, in the words of `pg_locks.mode`. https://www.postgresql.org/docs/current/explicit-locking.html */
export const LOCKS = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
] as const;

export type Lock = (typeof LOCKS)[number];

export function stronger(a: Lock, b: Lock): Lock {
  return LOCKS.indexOf(a) >= LOCKS.indexOf(b) ? a : b;
}

export function atLeast(lock: Lock, floor: Lock): boolean {
  return LOCKS.indexOf(lock) >= LOCKS.indexOf(floor);
}

/** The words of the documentation: `ACCESS EXCLUSIVE`. */
export function spoken(lock: Lock): string {
  return lock.replace(/Lock$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toUpperCase();
}

/** What other sessions cannot do to the table while the lock is held. */
export function blocks(lock: Lock): 'nothing' | 'schema changes' | 'writes' | 'reads and writes' {
  if (lock === 'AccessExclusiveLock') return 'reads and writes';
  if (atLeast(lock, 'ShareLock')) return 'writes';
  if (lock === 'ShareUpdateExclusiveLock') return 'schema changes';
  return 'nothing';
}
