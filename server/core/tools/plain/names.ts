export interface Name {
  /** As it is written: `001`, `1.2`, `2024-01-02`. */
  readonly number: string;
  readonly name: string;
  readonly down: boolean;
  /** The file's name without the word for its way: what an up and its down have in common. */
  readonly stem: string;
}

/** A number in front, then words; `up` or `down` at the end, if anywhere. With a pattern, as that says. */
export function nameOf(file: string, pattern?: string): Name | undefined {
  if (pattern !== undefined) return byPattern(file, pattern);
  const [, lead, number, rest, way, extension] = /^([vV]?)(\d{1,32}(?:[._-]\d{1,32})*)((?:[-_. ].*?)?)(?:[-_.](up|down|undo|rollback|revert))?\.(sql|psql|pgsql)$/is.exec(file) ?? [];
  if (number === undefined) return undefined;
  return {
    number, name: rest!.replace(/^[-_. ]+/, '').replaceAll(/[-_ ]+/g, ' ').trim(),
    down: way !== undefined && way.toLowerCase() !== 'up', stem: `${lead}${number}${rest}.${extension}`,
  };
}

/** `release-{version}-{name}.sql`; `{direction}` is `up` or `down`. */
function byPattern(file: string, pattern: string): Name | undefined {
  const parts = pattern.split(/(\{(?:version|name|direction)\})/);
  const seen = new Set<string>();
  const form = parts.map(it => {
    if (!/^\{\w+\}$/.test(it) || seen.has(it)) return it.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    seen.add(it);
    return it === '{version}' ? '(?<version>\\d{1,32}(?:[._-]\\d{1,32})*?)' : it === '{name}' ? '(?<name>.*?)' : '(?<direction>up|down)';
  }).join('');
  const { version, name = '', direction } = new RegExp(`^${form}$`, 's').exec(file)?.groups ?? {};
  if (version === undefined) return undefined;
  // Both ways have everything in common but their word.
  const stem = direction === undefined ? file : parts.map(it => ({ '{version}': version, '{name}': name, '{direction}': '' })[it] ?? it).join('');
  return { number: version, name: name.replaceAll(/[-_ ]+/g, ' ').trim(), down: direction === 'down', stem };
}

/** Part by part, as numbers; where one goes on, it is the later. */
export function compareNumbers(a: string, b: string): number {
  const [as, bs] = [a, b].map(it => it.split(/\D+/)) as [string[], string[]];
  for (let i = 0; i < Math.max(as.length, bs.length); i++) {
    const difference = BigInt(as[i] ?? -1) - BigInt(bs[i] ?? -1);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}
