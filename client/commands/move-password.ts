import * as vscode from 'vscode';
import type { Lens } from '../lens.js';
import { pastedAt } from '../password-fix.js';
import { complain } from '../say.js';
import { chooseProject } from './choose.js';

/** Takes a pasted password out of the file once the secret storage has it, under the address that the server makes of the URL. */
export async function movePassword(lens: Lens, uri: vscode.Uri, position: vscode.Position): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const pasted = await pastedAt(document, position);
  const project = pasted && await chooseProject(lens, undefined);
  if (!project) return;
  const { name, range, url, password } = pasted;
  const refusal = await lens.connections.keepPassword(project, { name, url, level: 'normal', from: 'settings' }, password);
  if (refusal) {
    await complain(vscode.l10n.t('The password was left where it is: {0}', refusal.message));
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, range, JSON.stringify(url));
  await vscode.workspace.applyEdit(edit);
}
