import * as vscode from 'vscode';
import type { Connection } from '../connections.js';
import { plain } from '../plain.js';

export interface Question {
  readonly question: string;
  readonly detail: string;
  readonly answer: string;
  /** What Enter chooses in place of the answer: a look at what is asked about. */
  readonly first?: string;
}

/** Asks once, and of a protected connection for the database's name, too. */
export async function confirmed(
  { name, level }: Connection, database: string, { question, detail, answer, first }: Question,
): Promise<boolean> {
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, ...(first === undefined ? [] : [first]), answer)) !== answer) return false;
  if (level !== 'protected') return true;

  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('{0} is protected', name),
    prompt: plain(vscode.l10n.t('Type the name of the database, {0}, to go on.', database)),
    ignoreFocusOut: true,
  });
  return typed === database;
}
