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
