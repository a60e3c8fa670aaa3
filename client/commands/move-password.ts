import * as vscode from 'vscode';
import type { Lens } from '../lens.js';
import { pastedAt } from '../password-fix.js';
import { complain, inform } from '../say.js';

/** Takes a pasted password out of the file once the secret storage has it, under the address that the server makes of the URL. */
export async function movePassword(lens: Lens, uri: vscode.Uri, position: vscode.Position): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const pasted = await pastedAt(document, position);
  if (!pasted) return;
  const { name, range, url, password } = pasted;
  const projects = await lens.projects.settled();
  const project = projects.find(it => lens.connections.of(it).some(connection => connection.name === name)) ?? projects[0];
  if (!project) {
    await inform(vscode.l10n.t('No migrations were found in this folder.'));
    return;
  }
  const refusal = await lens.connections.keepPassword(project, { name, url, level: 'normal', from: 'settings' }, password);
  if (refusal) {
    await complain(vscode.l10n.t('The password was left where it is: {0}', refusal.message));
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, range, JSON.stringify(url));
  await vscode.workspace.applyEdit(edit);
}
