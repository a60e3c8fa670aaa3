/**
 * The version after the newest, in the form of the others: integers with the same padding, the last part of a dotted
 * version, timestamps of the same length. `versions` as they are written, in the tool's order; `now` in UTC, without
 * which a timestamp is counted up.
 */
export function nextVersion(versions: readonly string[], now: Date | undefined, first: string, compare: (a: string, b: string) => number): string {
  const newest = versions.at(-1);
  if (newest === undefined) return first;
  const stamp = now && timestampLike(newest, now);
  return stamp !== undefined && compare(stamp, newest) > 0 ? stamp : incremented(newest);
}

/** A moment in the form of a version that is one itself; `undefined` where it is a plain number. */
export function timestampLike(version: string, now: Date): string | undefined {
  const digits = version.replace(/\D/g, '');
  const calendar = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{0,9})$/.test(digits);
  const stamp = calendar
    ? now.toISOString().replace(/\D/g, '').padEnd(digits.length, '0').slice(0, digits.length)
    : /^1\d{12}$/.test(digits) ? String(now.getTime()) : /^1\d{9}$/.test(digits) ? String(Math.floor(now.getTime() / 1000)) : undefined;
  if (stamp === undefined) return undefined;
  let at = 0;
  return version.replace(/\d/g, () => stamp[at++]!);
}

function incremented(version: string): string {
  return version.replace(/\d+(?=\D*$)/, digits => String(BigInt(digits) + 1n).padStart(digits.length, '0'));
}

/** Integers of any size, as text. */
export function compareIntegers(a: string, b: string): number {
  // Most are integers that a double holds exactly.
  if (a.length < 16 && b.length < 16) return Number(a) - Number(b);
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A moment as most tools write it: `20240102030405`. */
export function timestamp(now: Date): string {
  return now.toISOString().replace(/\D/g, '').slice(0, 14);
}

/** A name for a file: letters and digits of any script, in lower case, with underscores. */
export function slug(name: string): string {
  const words = name.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+|_+$/g, '');
  return words === '' ? 'migration' : words;
}
