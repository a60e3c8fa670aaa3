import type { Entry } from './assemble.js';
import type { Migration } from './migration.js';

export interface Gap {
  readonly before: Migration;
  readonly after: Migration;
  readonly missing: readonly number[];
}

/**
 * Holes among the newest numbers of a sequence that has no other: 1, 2, 3, 5. Older holes were closed by hand long ago,
 * timestamps have nothing but holes, and a number written in another language or in a misspelled name is none.
 */
export function missingVersions(migrations: readonly Migration[], entries: readonly Entry[]): readonly Gap[] {
  const versioned = migrations.filter(it => it.kind === 'versioned' && it.version !== undefined);
  // Of timestamps, the newest tells.
  if (versioned.length < 4 || !isNumber(versioned.at(-1)!) || !versioned.every(isNumber)) return [];
  let elsewhere: ReadonlySet<number> | undefined;
  const gaps: Gap[] = [];
  // More than one are nobody's to close.
  for (let i = 1; i < versioned.length && gaps.length < 2; i++) {
    const [before, after] = [versioned[i - 1]!, versioned[i]!];
    const missing: number[] = [];
    for (let n = Number(before.version) + 1; n < Number(after.version) && missing.length < 4; n++) if (!(elsewhere ??= numbersOfOthers(entries)).has(n)) missing.push(n);
    if (missing.length > 0) gaps.push({ before, after, missing });
  }
  const [only] = gaps;
  const recent = only !== undefined && versioned.indexOf(only.after) >= versioned.length - 3;
  return gaps.length === 1 && recent && only.missing.length <= 2 ? [only] : [];
}

function isNumber({ version }: Migration): boolean {
  return /^\d{1,6}$/.test(version!);
}

function numbersOfOthers(entries: readonly Entry[]): ReadonlySet<number> {
  return new Set(entries.flatMap(({ reading }) => {
    if (reading.kind === 'companion' && reading.of) return [Number(reading.of.id)];
    const number = reading.kind === 'misnamed' && /\d+/.exec(reading.suggestion ?? '');
    return number ? [Number(number[0])] : [];
  }));
}
