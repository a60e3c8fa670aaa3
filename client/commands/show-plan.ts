import * as vscode from 'vscode';
import type { Lens } from '../lens.js';
import type { Planned } from '../plan-document.js';
import type { On } from './choose.js';
import { chooseConnection, chooseProject } from './choose.js';
import { sayRefused } from './refused.js';

/** Shows what would run, and where. `to`: up to and with this migration. */
export async function showPlan(lens: Lens, on: On, to?: string): Promise<Planned | undefined> {
  const project = await chooseProject(lens, on);
  const connection = project && await chooseConnection(lens, project, on);
  if (!connection) return undefined;

  const reply = await vscode.window.withProgress({ location: { viewId: 'migrationLens.migrations' } }, () =>
    lens.connections.ask('migrations/plan', { project: project.id, ...(to === undefined ? {} : { to }) }, connection));
  if (reply.kind === 'refused') {
    await sayRefused(lens, reply);
    return undefined;
  }
  const planned: Planned = { project, connection, plan: reply, ...(to === undefined ? {} : { to }) };
  await lens.plans.show(planned);
  return planned;
}
