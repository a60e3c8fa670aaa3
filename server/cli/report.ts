import type { Problem, Severity } from '../core/migrations/problem.js';
import type { Checked } from '../flows/check.js';
import type { Texts } from './places.js';
import type { Opened } from './projects.js';

/** What `check` has found below one root, and how its places are told. */
export interface Report {
  readonly opened: Opened;
  readonly texts: Texts;
  /** Of all files that were looked at, those without problems too. */
  readonly paths: readonly string[];
  readonly checked: readonly Checked[];
  readonly problems: readonly Problem[];
}

/** How the reports are asked for. */
export interface Asked {
  readonly cwd: string;
  readonly colour: boolean;
  readonly effects: boolean;
  /** Whether a problem makes the exit code 1. */
  fails(problem: Problem): boolean;
}

export interface Totals {
  readonly counts: Readonly<Record<Severity, number>>;
  readonly files: number;
  readonly statements: number;
}

export function totalsOf(reports: readonly Report[]): Totals {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { problems } of reports) for (const { severity } of problems) counts[severity]++;
  const checked = reports.flatMap(it => it.checked);
  return { counts, files: total(checked.map(it => it.files)), statements: total(checked.map(it => it.statements)) };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, it) => sum + it, 0);
}
