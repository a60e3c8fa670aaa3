import type { Migration, Source } from '../core/migrations/migration.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Row } from '../core/migrations/status.js';
import { spoken, stronger } from '../core/sql/locks.js';
import type { RelationEffect } from '../core/sql/effects.js';
import type { Script } from '../core/sql/script.js';
import { display } from '../core/sql/identifier.js';
import { runOf } from '../core/tools/tool/run.js';
import type { Execution } from '../core/tools/tool/execution.js';
import type { Command, Run } from '../core/tools/tool/run.js';
import type { Span } from '../core/text/span.js';
import { heldBy } from './apply/lock.js';
import { checker } from './check.js';
import type { StatementEffects } from './check.js';
import { projectOn } from './history.js';
import { sentOf } from './plan/sent.js';
import { stopsOfCompanions, stopsOfHistory, stopsOfScript, stopsOfSet } from './plan/stops.js';
import type { Scripts } from './script.js';
import type { StatusReport } from './status.js';

/** What `apply` is going to do: made before anybody is asked, and compared with the truth under the tool's lock. */
export interface Plan {
  readonly index: ProjectIndex;
  readonly status: StatusReport;
  readonly steps: readonly PlannedStep[];
  /** Of all steps. */
  readonly heaviest?: RelationEffect;
  /** Why `apply` will refuse, in sentences; empty: it will not. */
  readonly stops: readonly string[];
  /** What else there is to know before one agrees, in sentences. */
  readonly notes: readonly string[];
}

export interface PlannedStep {
  readonly migration: Migration;
  /** What the tool would send: the file with its placeholders replaced. */
  readonly sent: Script;
  readonly execution: Execution;
  /** What runs it, where only the tool can. */
  readonly command?: Command;
  /** Of the file, as its author wrote them. */
  readonly statements: readonly PlannedStatement[];
  readonly heaviest?: RelationEffect;
}

export interface PlannedStatement {
  /** In the file. */
  readonly span: Span;
  readonly text: string;
  readonly relations: readonly RelationEffect[];
}

export interface PlanOptions {
  /** Id or version of the last migration to apply; without it, all that is pending. */
  readonly to?: string | undefined;
  readonly scripts: Scripts;
}

export async function planOf(index: ProjectIndex, status: StatusReport, { to, scripts }: PlanOptions): Promise<Plan> {
  const end = to === undefined ? status.rows.length - 1 : status.rows.findIndex(row => isNamed(row, to));
  const rows = status.rows.slice(0, end + 1).filter(willRun);
  const stops = to !== undefined && end < 0 ? [`There is no migration ${to} in ${index.project.folder}`] : stopsOfHistory(index, status, rows);

  const migrations = rows.flatMap(({ migration }) => migration ?? []);
  stops.push(...stopsOfSet(index), ...stopsOfCompanions(index, status, migrations, to === undefined ? undefined : migrations.at(-1)));
  const paths = migrations.flatMap(({ up }) => up?.path ?? []);
  const { effects } = await checker(scripts, []).check(index, { only: paths, effects: true, postgres: status.info.major });
  const steps: PlannedStep[] = [];
  const effectsIn = byPlace(effects);
  const run = runOf(index.tool, migrations);
  for (const migration of migrations) {
    const { step, problem } = await stepOf(index, status, migration, run, scripts);
    const text = migration.up?.text ?? '';
    const statements = effectsIn(migration.up).map(({ span, relations, sent }) => ({ span, relations, text: sent ?? text.slice(span.start, span.end) }));
    const planned = { ...step, statements, ...heaviestOf(statements.flatMap(it => it.relations)) };
    steps.push(planned);
    for (const it of [...problem, ...stopsOfScript(index, planned)]) stops.push(it);
  }
  return { index, status, steps, stops: [...new Set(stops)], notes: [...locked(index, status), ...notesOf(index, run, steps)], ...heaviestOf(steps.flatMap(it => it.heaviest ?? [])) };
}

/** Apply waits for it; a lock that was left behind it waits for in vain. */
function locked({ tool }: ProjectIndex, { lock }: StatusReport): readonly string[] {
  return lock ? [heldBy(lock, tool)] : [];
}

/** What a failure leaves, where the tool alone would leave another thing; of what a tool runs itself, who says what is sent, and where it connects. */
function notesOf({ tool, project }: ProjectIndex, run: Run, steps: readonly PlannedStep[]): readonly string[] {
  const apart = steps.length > 1 && tool.traits(project).oneTransaction === true
    ? [`${tool.title} by itself runs all of these in one transaction, unless it is told otherwise; here they run one by one, and what went before a failure stays`] : [];
  if (run.by !== 'tool' || steps.length === 0) return apart;
  return [
    ...apart,
    ...(tool.preview ? [`This SQL is translated from the files; "Preview SQL" or plan --sql asks ${tool.title} itself`] : []),
    ...(steps.some(it => it.command && !it.command.environment) ? [`${tool.title} connects where its own configuration says; the history of this connection will tell whether it was here`] : []),
  ];
}

/** For people: `ACCESS EXCLUSIVE on users, which rewrites it`. */
export function describeEffect({ relation, lock, rewrite, scan, indexBuild }: RelationEffect): string {
  const also = rewrite ? ', rewrites every row' : indexBuild ? ', builds an index' : scan ? ', reads every row' : '';
  return `${spoken(lock)} on ${relation.schema === 'public' ? relation.name : display(relation)}${also}`;
}

/** What the tool would run now, had it been started. */
export function willRun({ state, willRun, migration }: Row): boolean {
  return migration !== undefined && (state === 'pending' || state === 'outdated' || (state === 'outOfOrder' && willRun === 'run'));
}

function isNamed({ migration }: Row, name: string): boolean {
  return migration !== undefined && (migration.id === name || migration.version === name);
}

async function stepOf(index: ProjectIndex, { info }: StatusReport, migration: Migration, run: Run, scripts: Scripts) {
  const text = migration.up?.text ?? '';
  // Of what its tool runs, what it sends is none of our business.
  const read: Pick<Scripts, 'read'> = run.by === 'tool' ? { read: async () => ({ text, pieces: [], comments: [] }) } : scripts;
  const { sent, problem } = await sentOf(index, info, migration, migration.up, read);
  const on = projectOn(index, info);
  const command = run.by === 'tool' ? { command: run.command('up', migration, on) } : {};
  return { step: { migration, sent, execution: index.tool.execution(sent, migration, on), ...command }, problem: problem === undefined ? [] : [problem] };
}

/** Those of a source; of a file that holds many migrations, without a look at the others. */
function byPlace(effects: readonly StatementEffects[]): (source: Source | undefined) => readonly StatementEffects[] {
  const files = new Map<string, StatementEffects[]>();
  for (const it of effects) {
    const file = files.get(it.path);
    if (file) file.push(it);
    else files.set(it.path, [it]);
  }
  for (const file of files.values()) file.sort((a, b) => a.span.start - b.span.start);
  return source => {
    const all = files.get(source?.path ?? '') ?? [];
    return source?.within ? all.slice(firstFrom(all, source.within.start), firstFrom(all, source.within.end)) : all;
  };
}

/** The index of the first that begins there or behind. */
function firstFrom(effects: readonly StatementEffects[], offset: number): number {
  let low = 0;
  let high = effects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (effects[middle]!.span.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The strongest lock; of equals, the one that takes longest. */
function heaviestOf(effects: readonly RelationEffect[]): { readonly heaviest?: RelationEffect } {
  const weight = ({ rewrite, scan, indexBuild }: RelationEffect) => (rewrite ? 4 : 0) + (indexBuild ? 2 : 0) + (scan ? 1 : 0);
  const heavier = (a: RelationEffect, b: RelationEffect) => (a.lock === b.lock ? weight(b) > weight(a) : stronger(a.lock, b.lock) === b.lock);
  const [first, ...others] = effects;
  return first ? { heaviest: others.reduce((heaviest, it) => (heavier(heaviest, it) ? it : heaviest), first) } : {};
}
