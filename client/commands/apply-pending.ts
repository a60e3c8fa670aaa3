import * as vscode from 'vscode';
import type { Lens } from '../lens.js';
import { applyPlan } from './apply-plan.js';
import type { On } from './choose.js';
import { showPlan } from './show-plan.js';

/** Plans, shows the plan, asks once, applies. */
export async function applyPending(lens: Lens, on: On, to?: string): Promise<void> {
  const planned = await showPlan(lens, on, to);
  if (!planned) return;
  const { plan, connection } = planned;
  if (plan.stops.length > 0) {
    await vscode.window.showErrorMessage(vscode.l10n.t('Nothing was applied on {0}: {1}', connection.name, plan.stops.join(' ')));
  } else if (plan.steps.length === 0) {
    await lens.plans.close(planned);
    await vscode.window.showInformationMessage(vscode.l10n.t('Nothing is pending on {0}.', connection.name));
  } else {
    await applyPlan(lens, planned);
  }
}
