import * as vscode from 'vscode';
import type { ProjectInfo } from '../../server/protocol.js';
import type { Connection } from '../connections.js';
import { inView } from '../in-view.js';
import type { Lens } from '../lens.js';
import type { Planned } from '../plan-document.js';
import type { On } from './choose.js';
import { chooseConnection, chooseProject } from './choose.js';
import { sayRefused } from './refused.js';
import { saveFiles } from './save-files.js';
import { inform } from '../say.js';

/** Shows what would run, and where. `to`: up to and with this migration. */
export async function showPlan(lens: Lens, on: On, to?: string): Promise<Planned | undefined> {
  const project = await chooseProject(lens, on);
  const connection = project && await chooseConnection(lens, project, on);
  return connection && planAgain(lens, project, connection, to);
}

/** A plan that was looked at a while ago is made anew; where it says something else now, that is to be looked at first. */
export async function stillPlanned(lens: Lens, { project, connection, to, plan }: Planned): Promise<Planned | undefined> {
  const planned = await planAgain(lens, project, connection, to);
  if (!planned || JSON.stringify(planned.plan.steps) === JSON.stringify(plan.steps)) return planned;
  await inform(vscode.l10n.t('The plan for {0} has changed. Look at it again before you apply it.', connection.name));
  return undefined;
}

async function planAgain(lens: Lens, project: ProjectInfo, connection: Connection, to: string | undefined): Promise<Planned | undefined> {
  await saveFiles(lens, project);
  const reply = await inView(() =>
    lens.connections.ask('migrations/plan', { project: project.id, ...(to === undefined ? {} : { to }) }, connection));
  if (reply.kind === 'refused') {
    await sayRefused(lens, reply);
    return undefined;
  }
  const planned: Planned = { project, connection, plan: reply, ...(to === undefined ? {} : { to }) };
  await lens.plans.show(planned);
  return planned;
}
