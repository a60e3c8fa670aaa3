import * as vscode from 'vscode';
import type { Lens } from '../lens.js';
import type { On } from './choose.js';
import { chooseProject, pickConnection } from './choose.js';
import { inform } from '../say.js';

/** Takes a connection out of the settings; those of a project file are removed there. */
export async function removeConnection(lens: Lens, on: On): Promise<void> {
  const project = await chooseProject(lens, on);
  const connection = project && (on?.connection ?? await pickConnection(lens, project));
  if (!connection) return;
  if (connection.from === 'project file') {
    await inform(vscode.l10n.t('{0} is written in migration-lens.jsonc; remove it there.', connection.name));
    return;
  }
  if (lens.connections.active(project)?.name === connection.name) await lens.connections.activate(project, undefined);
  await lens.connections.remove(connection.name);
}
