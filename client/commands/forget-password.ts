import * as vscode from 'vscode';
import type { Lens } from '../lens.js';
import type { On } from './choose.js';
import { chooseConnection, chooseProject } from './choose.js';
import { inform } from '../say.js';

/** Deletes what the secret storage keeps for the database; the next connection asks again. */
export async function forgetPassword(lens: Lens, on: On): Promise<void> {
  const project = await chooseProject(lens, on);
  const connection = project && await chooseConnection(lens, project, on);
  if (!connection) return;
  const forgotten = await lens.connections.forgetPassword(connection);
  await inform(forgotten
    ? vscode.l10n.t('The password for {0} is forgotten.', connection.name)
    : vscode.l10n.t('No password is kept for {0}.', connection.name));
}
