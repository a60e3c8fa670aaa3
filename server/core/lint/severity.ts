import type { Severity } from '../migrations/problem.js';
import type { Documented } from './rule.js';

/** `severities`: what the project says, by rule id. */
export function severityOf(rule: Pick<Documented, 'id' | 'severity'>, severities: Readonly<Record<string, Severity | 'off'>>): Severity | 'off' {
  return severities[rule.id] ?? rule.severity;
}
