import { pathOf } from '../../core/migrations/migration.js';
import type { Applied } from '../../core/migrations/status.js';
import { isConnectionLost, sqlProblem } from '../../core/sql/problem.js';
import type { SqlProblem } from '../../core/sql/problem.js';
import type { Step } from '../../core/tools/tool/run.js';
import type { Span } from '../../core/text/span.js';
import { together } from '../apply.js';
import type { Applying } from '../apply.js';
import { placeOf, projectOn } from '../history.js';
import type { PlannedStep } from '../plan.js';
import { cancellable } from './cancel.js';
import { fateOf, transactionOf } from './fate.js';
import { isOneTransaction, leftBy } from './left.js';
import type { Left } from './left.js';
import { spanOf } from './place.js';
import { send } from './send.js';
import type { SendFailure } from './send.js';
import { PATIENCE, watchBlockers } from './watch.js';

export type { Left };

export type StepResult =
  /** `lost`: the session ended with it, but the server kept what was committed. */
  | { readonly kind: 'applied'; readonly lost?: SqlProblem }
  | StepFailure;

export interface StepFailure {
  readonly kind: 'failed';
  readonly left: Left;
  readonly problem: SqlProblem;
  readonly cancelled: boolean;
  /** What is known beyond the server's words, in sentences. */
  readonly notes: readonly string[];
  /** In the file. */
  readonly span?: Span | undefined;
}

/** Runs one migration as its tool would. Where a failure undoes everything, a lock that does not come is waited for again. */
export async function runStep(planned: PlannedStep, applied: readonly Applied[], applying: Applying): Promise<StepResult> {
  const watch = watchBlockers(applying);
  try {
    const step = stepOf(planned, applied, applying);
    // Somebody may read the history in a transaction of his own, and TRUNCATE waits for him.
    await cancellable(applying, () => together(applying.session, applying.run.before?.(step) ?? []));
    for (let tries = 1; ; tries++) {
      const result = planned.execution.wraps ? await inTransaction(planned, step, applying) : await onItsOwn(planned, step, applying);
      if (result.kind === 'applied' || tries >= applying.tries || !isWorthAnotherTry(planned, result)) return withBlocker(result, watch.seen());
      applying.say(`${pathOf(planned.migration)} was undone because a lock did not come; try ${tries + 1} of ${applying.tries}`, 'waiting');
      await applying.clock.sleep(BACKOFF * 2 ** (tries - 1), applying.signal);
      if (applying.signal.aborted) return { ...result, cancelled: true };
    }
  } catch (error) {
    return failed(planned, { problem: sqlProblem(error) }, 'nothing', applying, ['The script was not begun']);
  } finally {
    await watch.stop();
  }
}

/** Milliseconds before the second try; each further wait is twice as long. */
const BACKOFF = 200;

/** `lock_not_available`, `deadlock_detected`. */
function isWorthAnotherTry(planned: PlannedStep, { problem, left, cancelled }: StepFailure): boolean {
  return (planned.execution.wraps || isOneTransaction(planned)) && (problem.code === '55P03' || problem.code === '40P01') && left === 'nothing' && !cancelled;
}

/** The tool's transaction around the script, with the history row inside where the tool allows that. */
async function inTransaction(planned: PlannedStep, step: Step, applying: Applying): Promise<StepResult> {
  const { session, run, signal, clock } = applying;
  const begin = async () => {
    await session.execute(`begin; set local lock_timeout = ${applying.lockTimeout}`);
    for (const sql of run.prepare?.(step) ?? []) await session.query(sql);
  };
  let committing: string | undefined;
  let done = step;
  try {
    await begin();
    const start = clock.now();
    const failure = await send(planned, applying, begin);
    if (failure) return await undone(planned, failure, applying);
    if (signal.aborted) return await undone(planned, { problem: { code: '57014', message: 'Cancelled before it was committed' } }, applying);

    done = { ...step, milliseconds: Math.round(clock.now() - start) };
    if (run.atomic) for (const sql of run.after(done)) await session.query(sql);
    committing = await transactionOf(session);
    await session.execute('commit');
  } catch (error) {
    const problem = sqlProblem(error);
    if (committing === undefined || !isConnectionLost(problem)) return undone(planned, { problem }, applying);
    const fate = await fateOf(committing, applying);
    if (fate === 'committed') return { kind: 'applied', lost: problem };
    return failed(planned, { problem }, fate === 'aborted' ? 'nothing' : 'unknown', applying, [
      fate === 'aborted' ? 'The server did not commit it' : 'Whether the server has committed it cannot be told: look into the history',
    ]);
  }
  return run.atomic ? { kind: 'applied' } : recorded(planned, done, applying);
}

async function undone(planned: PlannedStep, failure: Pick<SendFailure, 'problem' | 'at'>, applying: Applying): Promise<StepFailure> {
  await applying.session.execute('rollback').catch(() => undefined);
  // What was not committed is undone, whether or not the session is still there.
  return failed(planned, failure, leftBy(planned, failure, true), applying, []);
}

/** Without a transaction of the tool: each message stands for itself, and the history row after them. */
async function onItsOwn(planned: PlannedStep, step: Step, applying: Applying): Promise<StepResult> {
  const { session, run, clock } = applying;
  for (const sql of run.prepare?.(step) ?? []) await session.query(sql);
  const start = clock.now();
  // A concurrent index build waits for others by design, and must not be torn down for that.
  const failure = await withLockTimeout(isOneTransaction(planned) ? applying.lockTimeout : undefined, applying, () => send(planned, applying));
  const done = { ...step, milliseconds: Math.round(clock.now() - start) };
  if (failure) {
    // Where a transaction has failed, its BEGIN is refused and only ROLLBACK helps; where there is none, ROLLBACK alone would be warned of.
    await session.execute('begin; rollback').catch(() => session.execute('rollback')).catch(() => undefined);
    if (!isConnectionLost(failure.problem)) await together(session, run.failed?.(done, failure.problem) ?? []).catch(() => undefined);
    const left = failure.invalid.length > 0 ? 'something' : leftBy(planned, failure, false);
    return failed(planned, failure, left, applying, failure.invalid.map(it => `It left the INVALID index ${it} behind: drop it before the next try`));
  }
  return recorded(planned, done, applying);
}

async function recorded(planned: PlannedStep, done: Step, applying: Applying): Promise<StepResult> {
  for (let tries = 1; ; tries++) {
    try {
      // What was done should be known, also to who cancels: only a long wait is torn down.
      await cancellable(applying, () => together(applying.session, applying.run.after(done)), PATIENCE);
      return { kind: 'applied' };
    } catch (error) {
      const problem = sqlProblem(error);
      // A cancel that was meant for the script may arrive late.
      if (tries === 1 && problem.code === '57014' && applying.signal.aborted) continue;
      return failed(planned, { problem }, 'something', applying, ['The script ran to its end, but the history does not say so']);
    }
  }
}

/** A script sent whole is undone as a whole, so it may be sent again; statement by statement there is no second try. */
async function withLockTimeout<T>(milliseconds: number | undefined, { session }: Applying, task: () => Promise<T>): Promise<T> {
  if (milliseconds === undefined) return task();
  const [row] = await session.query({ text: `select current_setting('lock_timeout') as before, set_config('lock_timeout', $1, false) as ours`, values: [`${milliseconds}ms`] });
  try {
    return await task();
  } finally {
    // Unless the script has chosen one of its own.
    await session.query({ text: `select set_config('lock_timeout', $1, false) where current_setting('lock_timeout') = $2`, values: [row?.['before'], row?.['ours']] })
      .catch(() => undefined);
  }
}

function failed(planned: PlannedStep, { problem, at }: Pick<SendFailure, 'problem' | 'at'>, left: Left, { signal }: Applying, notes: readonly string[]): StepFailure {
  return { kind: 'failed', left, problem, notes, cancelled: problem.code === '57014' && signal.aborted, span: spanOf(planned, problem, at) };
}

function withBlocker(result: StepResult, blocker: string | undefined): StepResult {
  if (result.kind === 'applied' || blocker === undefined || result.problem.code !== '55P03') return result;
  return { ...result, notes: [...result.notes, `In the way was ${blocker}`] };
}

/** What the tool's statements about the migration are made of. */
export function stepOf({ migration }: PlannedStep, applied: readonly Applied[], { plan: { index }, session }: Applying): Step {
  const project = projectOn(index, session.info);
  const checksum = migration.up && index.tool.checksum?.(migration.up, migration, project);
  return { migration, project, place: placeOf(session.info), applied, checksum, milliseconds: 0 };
}
