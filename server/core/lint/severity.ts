import type { Severity } from '../migrations/problem.js';
import type { StatementPiece } from '../sql/script.js';
import type { Statement } from '../sql/statement.js';
import type { Documented, Rule } from './rule.js';

/** `severities`: what the project says, by rule id. */
export function severityOf(rule: Pick<Documented, 'id' | 'severity'>, severities: Readonly<Record<string, Severity | 'off'>>): Severity | 'off' {
  return severities[rule.id] ?? rule.severity;
}

/** The rules that are on, and that mind such a statement; in the order of the list. */
export type RulesOn = (statement: Statement) => readonly Rule[];

export function rulesOn(rules: readonly Rule[], severities: Readonly<Record<string, Severity | 'off'>>): RulesOn {
  const on = rules.filter(it => severityOf(it, severities) !== 'off');
  const known = new Map<string, readonly Rule[]>();
  return statement => {
    const sort = sortOf(statement);
    const own = known.get(sort) ?? on.filter(it => it.on.includes(statement.kind) && minds(it, statement));
    known.set(sort, own);
    return own;
  };
}

/** Statements of one sort concern the same rules. */
function sortOf(statement: Statement): string {
  if (statement.kind !== 'alter-table') return statement.kind;
  const [first, ...others] = statement.actions.map(it => it.kind);
  return `alter-table ${others.length === 0 ? first : [...new Set([first, ...others])].sort().join(' ')}`;
}

function minds({ actions }: Rule, statement: Statement): boolean {
  return actions === undefined || statement.kind !== 'alter-table' || statement.actions.some(it => actions.includes(it.kind));
}

/** What a tool makes of a call has no words of the author's; what it does besides is not judged at all. */
export function rulesFor({ statement, sent }: StatementPiece, rulesOn: RulesOn): readonly Rule[] {
  if (sent?.unjudged) return [];
  const own = rulesOn(statement);
  return sent && !sent.offsets ? own.filter(it => !it.ofWordsOnly) : own;
}

export const noRules: RulesOn = () => [];
