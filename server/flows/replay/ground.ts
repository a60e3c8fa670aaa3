import { snapshotOf, snapshotQuery, type Snapshot } from '../../core/replay/snapshot.js';
import { extensionsIn, turnsOf, type Turn } from '../../core/replay/turns.js';
import type { ProjectIndex } from '../../core/migrations/project-index.js';
import { identifier } from '../../core/sql/identifier.js';
import { sqlProblem } from '../../core/sql/problem.js';
import { runOf } from '../../core/tools/tool/run.js';
import type { Run } from '../../core/tools/tool/run.js';
import { together } from '../apply.js';
import type { Applying } from '../apply.js';
import { runStep } from '../apply/step.js';
import type { StepResult } from '../apply/step.js';
import type { PlannedStep } from '../plan.js';
import { placeOf, projectOn } from '../history.js';
import type { Clock, ConnectionRefusal, Session, Shadow } from '../ports.js';
import type { ReplayOptions } from '../replay.js';
import type { Scripts } from '../script.js';
import type { Reads } from './read.js';

/** What every attempt begins with. */
export interface Given {
  readonly index: ProjectIndex;
  readonly reads: Reads;
  readonly scripts: Scripts;
  readonly shadow: Shadow;
  readonly clock: Clock;
  readonly postgres: number | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds that one migration may take: there are no rows to wait for, and nobody else. */
  readonly patience: number;
  readonly extensions: readonly string[];
  /** That migrations speak of and none makes; one by one, as failures name them. */
  readonly roles: Set<string>;
}

/** An empty database with the tool's history, and what is to run there. */
export interface Ground extends Pick<Given, 'index' | 'clock' | 'signal' | 'patience'> {
  readonly kind: 'ground';
  readonly session: Session;
  readonly turns: readonly Turn[];
  readonly run: Extract<Run, { readonly by: 'us' }>;
}

export function givenBy(index: ProjectIndex, reads: Reads, { scripts, shadow, clock, postgres, signal, patience = PATIENCE }: ReplayOptions): Given {
  return {
    index, reads, scripts, shadow, clock, postgres, signal: signal ?? new AbortController().signal, patience,
    extensions: extensionsIn([...reads.values()].map(it => it.script)), roles: new Set(),
  };
}

const PATIENCE = 300_000;

export function tooLong(patience: number): string {
  return `It did not end within ${Math.round(patience / 1000)} seconds`;
}

export async function groundFor(given: Given): Promise<Ground | ConnectionRefusal> {
  const { index, shadow, extensions, roles, postgres } = given;
  const { tool } = index;
  const session = await shadow.open(extensions);
  if (session.kind === 'refused') return session;
  if (postgres !== undefined && session.info.major !== postgres) {
    await session.close();
    return { kind: 'refused', reason: 'other', message: `This is PostgreSQL ${session.info.major}, and not ${postgres}: name a server of that version as the shadow`, address: session.info };
  }
  try {
    for (const role of roles) await session.query({ text: `create role ${identifier(role)}`, values: [] });
    const project = projectOn(index, session.info);
    const turns = turnsOf(index, tool.history.compare(index.migrations, [], project));
    const run = runOf(tool, turns.flatMap(it => (it.kind === 'run' ? [it.migration] : [])));
    if (run.by === 'us') await together(session, tool.history.create(project, placeOf(session.info)));
    return { ...given, kind: 'ground', session, turns, run: run.by === 'us' ? run : WITHOUT_HISTORY };
  } catch (error) {
    await session.close();
    return { kind: 'refused', reason: 'other', message: `The database for the replay cannot be made ready: ${sqlProblem(error).message}`, address: session.info };
  }
}

/** Of a tool whose history only the tool writes, or that has none: the scripts run all the same. */
const WITHOUT_HISTORY: Ground['run'] = { by: 'us', atomic: true, after: () => [], forget: () => [] };

/** As `apply` runs it, with a limit. */
export async function tryStep(step: PlannedStep, ground: Ground): Promise<StepResult> {
  return limited(ground, signal => runStep(step, [], applying(ground, signal)));
}

/** Gives the task a signal that aborts with the replay's own, or when patience is at its end. */
export async function limited<T>({ clock, signal, patience }: Ground, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const end = new AbortController();
  const abort = () => limit.abort();
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  void clock.sleep(patience, end.signal).then(() => {
    if (!end.signal.aborted) abort();
  });
  try {
    return await task(limit.signal);
  } finally {
    end.abort();
    signal.removeEventListener('abort', abort);
  }
}

export function applying({ index, session, run, clock }: Ground, signal: AbortSignal): Applying {
  const alone: ConnectionRefusal = { kind: 'refused', reason: 'other', message: 'Nobody else can connect', address: session.info };
  return { plan: { index }, session, run, clock, signal, reconnect: async () => alone, say: () => undefined, lockTimeout: 2000, tries: 1 };
}

/** The schema as it stands, with all names in full. `inTransaction`: in that which is open, whose end gives the search path back. */
export async function snapshotOn(session: Session, inTransaction = false): Promise<Snapshot> {
  if (!inTransaction) await session.execute('begin transaction read only');
  try {
    await session.execute(`set local search_path = ''`);
    return snapshotOf(await session.query(snapshotQuery()));
  } finally {
    if (!inTransaction) await session.execute('rollback').catch(() => undefined);
  }
}
