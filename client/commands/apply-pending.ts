import type { Lens } from '../lens.js';
import { applyPlan } from './apply-plan.js';
import type { On } from './choose.js';
import { showPlan } from './show-plan.js';

/** Plans, shows the plan, asks once, applies. */
export async function applyPending(lens: Lens, on: On, to?: string): Promise<void> {
  const planned = await showPlan(lens, on, to);
  if (planned) await applyPlan(lens, planned);
}
