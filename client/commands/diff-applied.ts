import path from 'node:path';
import * as vscode from 'vscode';
import type { Connection } from '../connections.js';
import type { Lens } from '../lens.js';
import type { On } from './choose.js';
import { chooseConnection, chooseProject } from './choose.js';
import { inform } from '../say.js';

/** Compares the file with the text that was applied, found in git by the history's checksum. */
export async function diffApplied(lens: Lens, on: On, uri: string): Promise<void> {
  const found = await appliedText(lens, on, uri);
  if (!found) return;
  const file = vscode.Uri.parse(uri);
  const applied = lens.appliedTexts.put(file, found.from, found.text);
  const title = vscode.l10n.t('{0}: applied on {1} ↔ file', path.posix.basename(file.path), found.connection.name);
  await vscode.commands.executeCommand('vscode.diff', applied, file, title, { preview: true });
}

/** Says so where the text is in no commit. */
export async function appliedText(lens: Lens, on: On, uri: string): Promise<{ readonly text: string; readonly from: string; readonly connection: Connection } | undefined> {
  const project = await chooseProject(lens, on);
  const connection = project && await chooseConnection(lens, project, on);
  if (!connection) return undefined;

  const { text, from = '' } = await lens.connections.ask('migrations/appliedText', { project: project.id, uri }, connection);
  if (text !== undefined) return { text, from, connection };
  const file = vscode.Uri.parse(uri);
  const open = vscode.l10n.t('Open File');
  const answer = await inform(
    vscode.l10n.t('The text of {0} that was applied is in no commit of this repository.', path.posix.basename(file.path)), open);
  if (answer === open) await vscode.window.showTextDocument(file);
  return undefined;
}
