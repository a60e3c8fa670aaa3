import { lackOf } from '../../core/replay/lacks.js';
import type { Turn } from '../../core/replay/turns.js';
import { identifier } from '../../core/sql/identifier.js';
import type { PlannedStep } from '../plan.js';
import type { ReplayError } from '../replay.js';
import { tooLong, tryStep, type Given, type Ground } from './ground.js';
import { asTranslated, isOurs, stepOf } from './read.js';

export type Tried =
  | { readonly kind: 'applied'; readonly step: PlannedStep }
  | { readonly kind: 'failed'; readonly error: ReplayError }
  /** `lost`: nothing more can be run on this database. */
  | { readonly kind: 'skipped'; readonly reason: string; readonly lost: boolean }
  /** It must begin anew with this role. */
  | { readonly kind: 'lacking'; readonly role: string };

/** Runs one migration's up. `missed`: the path of one before it that was not replayed. */
export async function tryTurn({ migration, refused }: Extract<Turn, { readonly kind: 'run' }>, ground: Ground, given: Given, missed: string | undefined): Promise<Tried> {
  const { index, roles, shadow, signal, patience } = given;
  if (refused !== undefined) return { kind: 'failed', error: { problem: { message: refused } } };
  const read = await stepOf(index, ground.session.info, migration, 'up', given);
  if (read.kind === 'unable') return { kind: 'skipped', reason: read.reason, lost: false };
  if (read.kind === 'refused') return { kind: 'failed', error: { problem: { message: read.message }, span: read.span } };
  for (;;) {
    const result = await tryStep(read.step, ground);
    if (result.kind === 'applied') return { kind: 'applied', step: read.step };
    const { problem, left, span, cancelled } = result;
    if (signal.aborted) return { kind: 'skipped', reason: 'It was not finished: the replay was cancelled', lost: true };
    if (cancelled) return { kind: 'failed', error: { problem: { ...problem, message: tooLong(patience) }, span } };

    const lack = lackOf(problem, missed);
    if (lack?.kind === 'unable') return { kind: 'skipped', reason: lack.reason, lost: problem.code === '08006' };
    // A server of somebody's has the roles that it has.
    if (lack?.kind === 'role' && shadow.engine === 'server') return { kind: 'skipped', reason: `The role ${lack.name} is not on this server`, lost: false };
    if (lack?.kind !== 'role' && isOurs(read.step, span)) return { kind: 'skipped', reason: asTranslated(problem), lost: false };
    if (lack?.kind !== 'role' || roles.has(lack.name)) return { kind: 'failed', error: { problem, span } };
    if (left !== 'nothing') return { kind: 'lacking', role: lack.name };
    roles.add(lack.name);
    await ground.session.query({ text: `create role ${identifier(lack.name)}`, values: [] });
  }
}
