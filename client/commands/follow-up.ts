import path from 'node:path';
import * as vscode from 'vscode';
import type { Lens } from '../lens.js';
import type { On } from './choose.js';
import { chooseConnection, chooseProject } from './choose.js';
import { complain, inform } from '../say.js';

/** Moves what was added to an applied migration to the next one, and puts back what was applied; one undo takes both back. */
export async function createFollowUp(lens: Lens, on: On, uri: string): Promise<void> {
  const project = await chooseProject(lens, on);
  const connection = project && await chooseConnection(lens, project, on);
  if (!connection) return;
  const answer = await lens.connections.ask('migrations/followUp', { project: project.id, uri }, connection);
  if ('refused' in answer) {
    await inform(vscode.l10n.t('{0}: no migration is made. {1}.', path.posix.basename(vscode.Uri.parse(uri).path), answer.refused));
    return;
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const edit = new vscode.WorkspaceEdit();
  for (const { uri: file, text, replaces = false } of answer.files) edit.createFile(vscode.Uri.parse(file), { contents: Buffer.from(text), overwrite: replaces });
  edit.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end), answer.applied);
  if (!(await vscode.workspace.applyEdit(edit))) {
    await complain(vscode.l10n.t('The files could not be written: {0}', answer.files.map(it => vscode.workspace.asRelativePath(vscode.Uri.parse(it.uri))).join(', ')));
    return;
  }
  const [first] = answer.files;
  if (first) await vscode.window.showTextDocument(vscode.Uri.parse(first.uri));
}
