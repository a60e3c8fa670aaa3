import * as vscode from 'vscode';
import type { ProjectInfo } from '../../server/protocol.js';
import type { Connection } from '../connections.js';

/** The same apply as a command line, for a terminal or a pipeline. */
export async function copyCommand({ project, connection, to }: { readonly project: ProjectInfo; readonly connection: Connection; readonly to?: string }): Promise<void> {
  const words = ['migration-lens', 'apply', project.folder, '--connection', connection.from === 'settings' ? connection.url : connection.name, ...(to === undefined ? [] : ['--to', to])];
  await vscode.env.clipboard.writeText(words.map(quoted).join(' '));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
