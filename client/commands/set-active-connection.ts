import type { Lens } from '../lens.js';
import type { On } from './choose.js';
import { chooseProject, pickConnection } from './choose.js';

/** Which database the editor speaks of: lenses, silence of applied files, badge and status bar follow it. */
export async function setActiveConnection(lens: Lens, on: On): Promise<void> {
  const project = await chooseProject(lens, on);
  const connection = project && (on?.connection ?? await pickConnection(lens, project));
  if (!connection) return;
  await lens.connections.activate(project, connection);
  await lens.statuses.read(project, connection);
}
