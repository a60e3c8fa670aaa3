import type { Problem, Severity } from '../migrations/problem.js';

/** Problems with the severities that somebody has chosen by rule; those that were switched off are left out. */
export function withSeverities(problems: readonly Problem[], rules: Readonly<Record<string, Severity | 'off'>>): readonly Problem[] {
  return problems.flatMap(problem => {
    const chosen = rules[problem.rule];
    if (chosen === undefined || chosen === problem.severity) return [problem];
    return chosen === 'off' ? [] : [{ ...problem, severity: chosen }];
  });
}
