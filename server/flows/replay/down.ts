import { differencesOf } from '../../core/replay/differences.js';
import type { Difference } from '../../core/replay/differences.js';
import { lackOf } from '../../core/replay/lacks.js';
import type { Snapshot } from '../../core/replay/snapshot.js';
import { sqlProblem } from '../../core/sql/problem.js';
import { mindsTransactions, statementsOf } from '../apply/left.js';
import { spanOf } from '../apply/place.js';
import { send } from '../apply/send.js';
import { stepOf } from '../apply/step.js';
import type { PlannedStep } from '../plan.js';
import type { ReplayError } from '../replay.js';
import { applying, limited, snapshotOn, tooLong, tryStep, type Ground } from './ground.js';
import { asTranslated, isOurs, type ReadStep } from './read.js';

export type Verdict =
  | { readonly verdict: 'restores' }
  | { readonly verdict: 'differs'; readonly differences: readonly Difference[] }
  | { readonly verdict: 'fails'; readonly error: ReplayError }
  /** There is none; or it cannot be run here. The sentence says why. */
  | { readonly verdict: 'absent' | 'skipped'; readonly reason: string };

export interface Judged {
  readonly verdict: Verdict;
  /** The database is not as the up had left it. */
  readonly spoilt: boolean;
}

/** Runs a down and looks at what it leaves. Where it can, in a transaction that is rolled back; where it cannot, the up runs once more. */
export async function judgeDown(up: PlannedStep, down: ReadStep, before: Snapshot, ground: Ground): Promise<Judged> {
  const as = (verdict: Verdict, spoilt = false): Judged => ({ verdict, spoilt });
  if (down.kind === 'unable') return as({ verdict: 'skipped', reason: down.reason });
  if (down.kind === 'refused') return as({ verdict: 'fails', error: { problem: { message: down.message }, span: down.span } });
  const statements = statementsOf(down.step.sent);
  if (statements.length === 0) return as(down.translated ? { verdict: 'skipped', reason: 'What takes it back cannot be told without running the project\'s code' } : { verdict: 'absent', reason: 'It has no statement' });

  const { session } = ground;
  if (!statements.some(mindsTransactions)) {
    await session.execute('begin');
    try {
      const verdict = await limited(ground, async (signal): Promise<Verdict> => {
        const inside = applying(ground, signal);
        for (const sql of ground.run.prepare?.(stepOf(up, [], inside)) ?? []) await session.query(sql);
        const failure = await send({ ...down.step, execution: { ...down.step.execution, wraps: true } }, inside);
        if (failure) return failed({ problem: failure.problem, span: spanOf(down.step, failure.problem, failure.at) }, down.step, ground);
        await session.execute('set constraints all immediate');
        return compared(before, await snapshotOn(session, true));
      });
      return as(verdict, endsSession(verdict));
    } catch (error) {
      return as(failed({ problem: sqlProblem(error) }, down.step, ground), true);
    } finally {
      await session.execute('rollback').catch(() => undefined);
    }
  }

  const result = await tryStep(down.step, { ...ground, run: { ...ground.run, before: () => [], after: ground.run.forget, failed: () => [] } });
  if (result.kind === 'failed') return as(failed(result, down.step, ground), true);
  const verdict = compared(before, await snapshotOn(session));
  const again = verdict.verdict === 'restores' ? await tryStep(up, ground) : undefined;
  return as(verdict, again?.kind !== 'applied');
}

function compared(before: Snapshot, after: Snapshot): Verdict {
  const differences = differencesOf(before, after);
  return differences.length === 0 ? { verdict: 'restores' } : { verdict: 'differs', differences };
}

/** To cancel a statement is, in memory, to end the engine. */
function endsSession(verdict: Verdict): boolean {
  return verdict.verdict === 'skipped' || (verdict.verdict === 'fails' && verdict.error.problem.code === CANCELLED);
}

const CANCELLED = '57014';

function failed({ problem, span }: ReplayError, step: PlannedStep, { signal, patience }: Ground): Verdict {
  if (signal.aborted) return { verdict: 'skipped', reason: 'It was not finished: the replay was cancelled' };
  if (problem.code === CANCELLED) return { verdict: 'fails', error: { problem: { ...problem, message: tooLong(patience) }, ...(span && { span }) } };
  if (isOurs(step, span)) return { verdict: 'skipped', reason: asTranslated(problem) };
  const lack = lackOf(problem, undefined);
  return lack?.kind === 'unable' ? { verdict: 'skipped', reason: lack.reason } : { verdict: 'fails', error: { problem, ...(span && { span }) } };
}
