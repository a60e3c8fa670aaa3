import path from 'node:path';
import * as vscode from 'vscode';
import type { Lens } from '../lens.js';
import type { On } from './choose.js';
import { chooseConnection, chooseProject } from './choose.js';

/** Compares the file with the text that was applied, found in git by the history's checksum. */
export async function diffApplied(lens: Lens, on: On, uri: string): Promise<void> {
  const project = await chooseProject(lens, on);
  const connection = project && await chooseConnection(lens, project, on);
  if (!connection) return;

  const { text, from } = await lens.connections.ask('migrations/appliedText', { project: project.id, uri }, connection);
  const file = vscode.Uri.parse(uri);
  const name = path.posix.basename(file.path);
  if (text === undefined) {
    const open = vscode.l10n.t('Open File');
    const answer = await vscode.window.showInformationMessage(vscode.l10n.t('The text of {0} that was applied is in no commit of this repository.', name), open);
    if (answer === open) await vscode.window.showTextDocument(file);
    return;
  }
  const applied = lens.appliedTexts.put(file, from ?? '', text);
  await vscode.commands.executeCommand('vscode.diff', applied, file, vscode.l10n.t('{0}: applied on {1} ↔ file', name, connection.name), { preview: true });
}
