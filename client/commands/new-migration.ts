import * as vscode from 'vscode';
import type { Lens } from '../lens.js';
import type { On } from './choose.js';
import { chooseProject } from './choose.js';
import { complain } from '../say.js';

/** Asks for a few words, writes the tool's file or files, and opens the first with the cursor in place. */
export async function newMigration(lens: Lens, on: On | vscode.Uri): Promise<void> {
  if (on instanceof vscode.Uri) await lens.projects.settled();
  const within = on instanceof vscode.Uri ? lens.projects.at(on) : undefined;
  const project = await chooseProject(lens, on instanceof vscode.Uri ? within && { project: within } : on);
  if (!project) return;

  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('New Migration in {0}', project.folder),
    prompt: vscode.l10n.t('What will it do? {0} names the file.', project.title),
    placeHolder: vscode.l10n.t('add email to users'),
    validateInput: text => (/[\p{L}\p{N}]/u.test(text) || text === '' ? undefined : vscode.l10n.t('A word or two, please.')),
  });
  if (!name?.trim()) return;

  const { files } = await lens.server.ask('migrations/new', { project: project.id, name: name.trim(), down: project.downs });
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, text, replaces = false } of files) edit.createFile(vscode.Uri.parse(uri), { contents: Buffer.from(text), overwrite: replaces });
  if (!(await vscode.workspace.applyEdit(edit))) {
    await complain(vscode.l10n.t('The files could not be written: {0}', files.map(it => vscode.workspace.asRelativePath(vscode.Uri.parse(it.uri))).join(', ')));
    return;
  }
  const [first] = files;
  if (!first) return;
  const at = first.cursor && new vscode.Position(first.cursor.line, first.cursor.character);
  await vscode.window.showTextDocument(vscode.Uri.parse(first.uri), at ? { selection: new vscode.Range(at, at) } : {});
}
