import type { Severity } from '../migrations/problem.js';
import type { StatementPiece } from '../sql/script.js';
import type { StatementKind } from '../sql/statement.js';
import type { Documented, Rule } from './rule.js';

/** `severities`: what the project says, by rule id. */
export function severityOf(rule: Pick<Documented, 'id' | 'severity'>, severities: Readonly<Record<string, Severity | 'off'>>): Severity | 'off' {
  return severities[rule.id] ?? rule.severity;
}

/** The rules that are on, by the kind of statement that they are about; in the order of the list. */
export type RulesOn = (kind: StatementKind) => readonly Rule[];

export function rulesOn(rules: readonly Rule[], severities: Readonly<Record<string, Severity | 'off'>>): RulesOn {
  const known = new Map<StatementKind, readonly Rule[]>();
  return kind => {
    const own = known.get(kind) ?? rules.filter(it => it.on.includes(kind) && severityOf(it, severities) !== 'off');
    known.set(kind, own);
    return own;
  };
}

/** What a tool makes of a call has no words of the author's; what it does besides is not judged at all. */
export function rulesFor({ statement, sent }: StatementPiece, rulesOn: RulesOn): readonly Rule[] {
  if (sent?.unjudged) return [];
  const own = rulesOn(statement.kind);
  return sent && !sent.offsets ? own.filter(it => !it.ofWordsOnly) : own;
}

export const noRules: RulesOn = () => [];
