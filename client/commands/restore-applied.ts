import * as vscode from 'vscode';
import type { Lens } from '../lens.js';
import type { On } from './choose.js';
import { appliedText } from './diff-applied.js';

/** Puts the text that was applied back into the file, unsaved, so that one undo takes it out again. */
export async function restoreApplied(lens: Lens, on: On, uri: string): Promise<void> {
  const found = await appliedText(lens, on, uri);
  if (!found) return;
  const { document } = await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  const whole = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, whole, found.text);
  await vscode.workspace.applyEdit(edit);
}
