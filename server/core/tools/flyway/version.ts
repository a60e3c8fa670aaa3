/**
 * Versions as Flyway compares them (`MigrationVersion`, Flyway 13): `_` is `.`, parts are integers of
 * any size, and zeros at the end say nothing, so that `1`, `1.0` and `01` are one version.
 */

/** As the history shows it: the author's zeros, dots for underscores. `undefined` when Flyway would not read it. */
export function displayVersion(text: string): string | undefined {
  const version = text.replaceAll('_', '.');
  // Split like Flyway at dots that a digit follows; then every part must be an integer.
  return /^[+-]?\d+(?:\.\d+)*$/.test(version) ? version : undefined;
}

/** One spelling for all versions that are equal. */
export function canonicalVersion(version: string): string {
  const parts = version.split('.').map(it => it.replace(/^0+(?=\d)/, ''));
  while (parts.length > 1 && parts.at(-1) === '0') parts.pop();
  return parts.join('.');
}

export function compareVersions(a: string, b: string): number {
  // Most are integers that a double holds exactly.
  if (a.length < 16 && b.length < 16 && !a.includes('.') && !b.includes('.')) return Number(a) - Number(b);
  const [left, right] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = BigInt(left[i] ?? 0) - BigInt(right[i] ?? 0);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}
