import type { Migration, Source } from '../migrations/migration.js';
import type { Problem, Severity } from '../migrations/problem.js';
import type { ProjectIndex } from '../migrations/project-index.js';
import type { Catalog } from '../schema/catalog.js';
import type { AllGiven } from '../settings/rule-settings.js';
import type { Script } from '../sql/script.js';
import type { Span } from '../text/span.js';
import { refusedByTool, requireIgnoreReason, scriptProblems, unusedIgnore } from './checks.js';
import { completeFixes } from './fixes.js';
import { lint } from './lint.js';
import { noRules, severityOf, type RulesOn } from './severity.js';
import type { LintedStatement, ScriptFinding } from './lint.js';
import type { Documented, Rule } from './rule.js';
import { suppressionsOf } from './suppressions.js';
import type { Suppressions } from './suppressions.js';
import type { Trace } from './trace.js';
import { means } from './suppressions/dialects.js';

/** What the checks of a project go by. */
export interface Terms {
  readonly rules: readonly Rule[];
  readonly rulesOn: RulesOn;
  readonly postgres: number;
  readonly fixesFor: number;
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  readonly lockTimeoutAssumed: boolean;
  readonly ruleSettings: AllGiven | undefined;
}

/** A migration's file with everything that its text says. */
export interface CheckedFile {
  readonly source: Source;
  readonly script: Script;
  /** Of the text only: those of the set of migrations are in the index. */
  readonly problems: readonly Problem[];
  /** Those of rules, with the fixes that `problems` has only where they are whole in one file. */
  readonly findings: readonly ScriptFinding[];
  /** Of an up file, one for each statement of the script. */
  readonly statements: readonly LintedStatement[];
  readonly suppressions: Suppressions;
  /** The schema that it leaves behind; of a down file, the one that it was given. */
  readonly after: Catalog;
  readonly trace: readonly Trace[];
  /** It has been applied, or is older than the baseline, or takes something back: its risk is nobody's any more. */
  readonly isPast: boolean;
}

export interface FileInProject extends CheckedFile {
  readonly migration: Migration;
  /** Before the file; of a down file, after the up file. */
  readonly catalog: Catalog;
  readonly postgres: number;
  /** The oldest major on which what is written must run. */
  readonly fixesFor: number;
}

export function checkUp(index: ProjectIndex, migration: Migration, source: Source, script: Script, catalog: Catalog, isPast: boolean, terms: Terms, together?: Catalog, earlier?: readonly Trace[]): CheckedFile {
  const execution = index.tool.execution(script, migration, index.project);
  const suppressions = suppressionsOf(script);
  const { findings, statements, catalog: after, trace } = lint(script, isPast ? noRules : terms.rulesOn, { ...terms, execution, catalog, together, suppressions, settled: index.tool.settles, writes: index.tool.writes, ...(earlier && { earlier }) });
  const fixesOf = completeFixes({ index, source, script });
  const found = findings.map((finding): Problem => {
    const { rule, severity, span, message } = finding;
    const fixes = fixesOf(finding);
    const problem = { rule, severity, path: source.path, span, message };
    return fixes.length > 0 ? { ...problem, fixes } : problem;
  });
  const told = scriptProblems(script, execution, statements, terms.postgres)
    .filter(it => !(isPast && it.check === refusedByTool))
    .flatMap(({ check, span, message }) => problemOf(check, source.path, span, message, suppressions, terms));
  const ignores = isPast ? [] : [...unusedProblems(index, source.path, suppressions, terms), ...unexplainedProblems(source.path, suppressions, terms)];
  return { source, script, problems: [...found, ...told, ...ignores], findings, statements, suppressions, after, trace, isPast };
}

/** Without what the migrations behind it put right. */
export function settled(file: CheckedFile, latest: Catalog): CheckedFile {
  // It has been asked already.
  if (latest === file.after) return file;
  const mended = file.findings.filter(it => it.mendedBy?.(latest));
  if (mended.length === 0) return file;
  const isMended = (problem: Problem) => mended.some(it => it.rule === problem.rule && it.span.start === problem.span.start && it.message === problem.message);
  return { ...file, findings: file.findings.filter(it => !mended.includes(it)), problems: file.problems.filter(it => !isMended(it)) };
}

/** What takes a migration back is read, and not judged for risk. */
export function checkDown(index: ProjectIndex, migration: Migration, source: Source, script: Script, catalog: Catalog, terms: Terms): CheckedFile {
  const { refuses: _, ...execution } = index.tool.execution(script, migration, index.project);
  const suppressions = suppressionsOf(script);
  const problems = scriptProblems(script, execution, [], terms.postgres)
    .flatMap(({ check, span, message }) => problemOf(check, source.path, span, message, suppressions, terms));
  return { source, script, problems, findings: [], statements: [], suppressions, after: catalog, trace: [], isPast: true };
}

function problemOf(check: Documented, path: string, span: Span, message: string, suppressions: Suppressions, { severities }: Terms): readonly Problem[] {
  const severity = severityOf(check, severities);
  return severity === 'off' || suppressions.suppress(check, span, span) ? [] : [{ rule: check.id, severity, path, span, message }];
}

/** A comment for a rule that is switched off, or for a check of the whole set, may be of use another time. */
function unusedProblems(index: ProjectIndex, path: string, suppressions: Suppressions, { rules, severities }: Terms): readonly Problem[] {
  const severity = severityOf(unusedIgnore, severities);
  if (severity === 'off' || suppressions.none) return [];
  for (const { path: at, rule, span } of index.problems) if (at === path) suppressions.suppress({ id: rule }, span, span);
  const counts = new Map<string, boolean>();
  return suppressions.unused().flatMap(({ name, span }) => {
    if (name !== '' && !counting(name)) return [];
    const message = name === '' ? 'There is nothing here to ignore' : `There is nothing here to ignore for \`${name}\``;
    return [{ rule: unusedIgnore.id, severity, path, span, message }];
  });

  /** Whether it is the name of a rule that is on. */
  function counting(name: string): boolean {
    const known = counts.get(name);
    if (known !== undefined) return known;
    const rule = rules.find(it => means(name, it));
    const answer = rule !== undefined && severityOf(rule, severities) !== 'off';
    counts.set(name, answer);
    return answer;
  }
}

function unexplainedProblems(path: string, suppressions: Suppressions, { severities }: Terms): readonly Problem[] {
  const severity = severityOf(requireIgnoreReason, severities);
  if (severity === 'off') return [];
  return suppressions.unexplained().map(span => ({ rule: requireIgnoreReason.id, severity, path, span, message: 'Nothing says why this is ignored' }));
}
