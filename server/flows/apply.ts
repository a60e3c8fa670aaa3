import type { Migration } from '../core/migrations/migration.js';
import { pathOf } from '../core/migrations/migration.js';
import type { Applied } from '../core/migrations/status.js';
import { sqlProblem } from '../core/sql/problem.js';
import type { SqlProblem } from '../core/sql/problem.js';
import type { Span } from '../core/text/span.js';
import { runOf } from '../core/tools/tool/run.js';
import type { Sql } from '../core/tools/tool/history.js';
import type { Run } from '../core/tools/tool/run.js';
import { cancellable } from './apply/cancel.js';
import { findFree, isHeld, releaseLock, takeLock } from './apply/lock.js';
import { isApplied, runProgram } from './apply/program.js';
import { runStep } from './apply/step.js';
import type { Left, StepFailure } from './apply/step.js';
import { placeOf, projectOn, readHistory } from './history.js';
import type { HistoryReading } from './history.js';
import type { Plan } from './plan.js';
import type { StatusReport } from './status.js';
import type { Clock, ConnectionRefusal, Programs, Session } from './ports.js';

export type Outcome =
  | { readonly kind: 'done'; readonly applied: readonly Migration[] }
  | Stopped
  /** Somebody else holds the tool's lock; the history is not what was planned; or there was a reason from the start. Nothing was done. */
  | { readonly kind: 'busy' | 'changed' | 'refused'; readonly message: string };

export interface Stopped {
  readonly kind: 'stopped';
  readonly applied: readonly Migration[];
  readonly at: Migration;
  /** What `at` left behind in the database. */
  readonly left: Left;
  readonly problem: SqlProblem;
  /** What the server said, and what is known beyond that. */
  readonly message: string;
  readonly cancelled: boolean;
  /** In the file, where that can be told. */
  readonly place?: { readonly path: string; readonly span: Span };
}

export interface Progress {
  readonly message: string;
  readonly done: number;
  readonly total: number;
  /** `notice`: the server's own words. `waiting`: for a lock. Absent: a step begins. */
  readonly kind?: 'notice' | 'waiting';
}

export interface ApplyOptions {
  readonly clock: Clock;
  /** Another session with the same server: to see who is in the way, and to ask what became of a session that was lost. */
  readonly reconnect: () => Promise<Session | ConnectionRefusal>;
  /** For tools that run their migrations themselves. */
  readonly programs?: Programs;
  readonly tell?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that a step may wait for a lock before it is undone and tried again; others queue behind whoever waits. */
  readonly lockTimeout?: number;
  readonly tries?: number;
}

/** What all phases of one run share. */
export interface Running extends Required<Pick<ApplyOptions, 'lockTimeout' | 'tries' | 'clock' | 'reconnect'>> {
  readonly plan: Plan;
  readonly session: Session;
  readonly signal: AbortSignal;
  readonly say: (message: string, kind?: Progress['kind']) => void;
}

/** What they share where we run the scripts ourselves. */
export interface Applying extends Omit<Running, 'plan'> {
  readonly plan: Pick<Plan, 'index'>;
  readonly run: Extract<Run, { readonly by: 'us' }>;
}

/** Runs what was planned, once: under the tool's lock, and only if the history still is what the plan was made from. */
export async function applyPlan(plan: Plan, session: Session, options: ApplyOptions): Promise<Outcome> {
  const { tool } = plan.index;
  const run = runOf(tool, plan.steps.map(it => it.migration));
  if (plan.stops.length > 0) return { kind: 'refused', message: plan.stops.join('\n') };
  if (run.by === 'nobody') return { kind: 'refused', message: run.why };
  if (run.by === 'tool' && !options.programs) return { kind: 'refused', message: `Only ${tool.title} itself can run these migrations` };

  const applied: Migration[] = [];
  const say: Applying['say'] = (message, kind) => options.tell?.({ message, done: applied.length, total: plan.steps.length, ...(kind && { kind }) });
  const running: Running = {
    plan, session, say, signal: options.signal ?? new AbortController().signal,
    clock: options.clock, reconnect: options.reconnect, lockTimeout: options.lockTimeout ?? 2000, tries: options.tries ?? 5,
  };

  const silence = session.onNotice(sparing(message => say(message, 'notice')));
  const lock = tool.lock(projectOn(plan.index, session.info), placeOf(session.info));
  try {
    if (await isReadOnly(session)) return { kind: 'refused', message: 'The session is read-only: the connection, the role or the server does not allow writes' };
    const taken = run.by === 'us' ? await takeLock(lock, running) : await findFree(lock, running);
    if (taken.kind === 'busy') return taken;
    if (taken.kind === 'cancelled') return stopped({ left: 'nothing', problem: CANCELLED, cancelled: true, notes: [] });

    const history = await cancellable(running, () => readHistory(plan.index, session, session.info));
    if (running.signal.aborted) return stopped({ left: 'nothing', problem: CANCELLED, cancelled: true, notes: [] });
    if (history.kind === 'unreadable') return { kind: 'refused', message: history.message };
    if (!isPlanned(history, plan.status)) return { kind: 'changed', message: 'The history has changed since the plan was made: somebody else has applied something' };
    if (history.kind === 'absent' && run.by === 'us') await cancellable(running, () => createHistory(running));

    for (const step of plan.steps) {
      if (running.signal.aborted) return stopped({ left: 'nothing', problem: CANCELLED, cancelled: true, notes: [] });
      if (run.by === 'us' && applied.length > 0 && !await isHeld(lock, session)) return stopped({ left: 'nothing', problem: GIVEN_UP, cancelled: false, notes: [] });
      say(`Applying ${pathOf(step.migration)}`);
      const result = run.by === 'us' ? await runStep(step, appliedOf(history), { ...running, run }) : await runProgram(step, run, options.programs!, running);
      if (result.kind === 'failed') return stopped(result);
      applied.push(step.migration);
      if (result.lost && applied.length < plan.steps.length) return stopped({ left: 'nothing', problem: result.lost, cancelled: false, notes: [] });
    }
    // A trigger or a rule of the history's table may have swallowed a row. Whose session is gone by now has nothing to ask.
    const after = run.by === 'us' ? await readHistory(plan.index, session, session.info).catch(() => undefined) : undefined;
    const unwritten = after ? applied.findIndex(it => !isApplied(it, after, running)) : -1;
    if (unwritten < 0) return { kind: 'done', applied };
    applied.splice(unwritten);
    return stopped({ left: 'something', problem: UNWRITTEN, cancelled: false, notes: [] });
  } catch (error) {
    const problem = sqlProblem(error);
    return stopped({ left: 'nothing', problem, cancelled: problem.code === '57014' && running.signal.aborted, notes: [] });
  } finally {
    silence();
    if (run.by === 'us') await releaseLock(lock, running);
  }

  function stopped({ left, problem, cancelled, notes, span }: Omit<StepFailure, 'kind'>): Outcome {
    const at = plan.steps[applied.length]?.migration;
    if (!at) return { kind: 'refused', message: problem.message };
    const message = [problem.message, ...[problem.detail, problem.hint, problem.where].filter(it => it !== undefined), ...notes].join('\n');
    return { kind: 'stopped', applied, at, left, problem, message, cancelled, ...(span && at.up && { place: { path: at.up.path, span } }) };
  }
}

const CANCELLED: SqlProblem = { code: '57014', message: 'Cancelled before it began' };
const UNWRITTEN: SqlProblem = { message: 'The script ran to its end, but the history does not say so: its table has taken the row and not kept it' };
const GIVEN_UP: SqlProblem = { message: 'The migration before it has given up the lock that keeps others out (DISCARD ALL, pg_advisory_unlock_all): look at the plan again' };

/** A script may raise as many as it likes; people read the first. */
function sparing(tell: (message: string) => void): (message: string) => void {
  let count = 0;
  return message => {
    count++;
    if (count <= MOST_NOTICES) tell(message);
    else if (count === MOST_NOTICES + 1) tell('Of what the server says, no more is shown');
  };
}

const MOST_NOTICES = 1000;

export async function isReadOnly(session: Session): Promise<boolean> {
  const [row] = await session.query({ text: `select current_setting('transaction_read_only') = 'on' as answer`, values: [] });
  return row?.['answer'] === true;
}

/** Row by row: an insert that somebody made and took back again would have left no trace, and does not matter. */
export function isPlanned(history: HistoryReading, status: Pick<StatusReport, 'applied'>): boolean {
  const essence = (rows: readonly Applied[]) => JSON.stringify(rows.map(it => [it.id, it.version, it.checksum, it.success, it.type, it.rank]));
  return history.kind !== 'foreign' && history.kind !== 'unreadable' && essence(appliedOf(history)) === essence(status.applied);
}

function appliedOf(history: HistoryReading): readonly Applied[] {
  return history.kind === 'read' ? history.applied : [];
}

function createHistory({ plan: { index }, session }: Running): Promise<void> {
  return together(session, index.tool.history.create(projectOn(index, session.info), placeOf(session.info)));
}

/** All or nothing. */
export async function together(session: Session, statements: readonly Sql[]): Promise<void> {
  if (statements.length === 0) return;
  await session.execute('begin');
  try {
    for (const sql of statements) await session.query(sql);
    await session.execute('commit');
  } catch (error) {
    await session.execute('rollback').catch(() => undefined);
    throw error;
  }
}
