import type { JSONPath } from 'jsonc-parser';
import * as vscode from 'vscode';
import { withoutPassword } from './connection-url.js';

/** An address that somebody has pasted into settings or a project file with its password. */
export interface Pasted {
  /** Of the connection. */
  readonly name: string;
  /** Of the literal, with its quotes. */
  readonly range: vscode.Range;
  readonly url: string;
  readonly password: string;
}

export const SETTINGS: vscode.DocumentSelector = ['json', 'jsonc'].map(language => ({ language, pattern: '**/{settings.json,*.code-workspace,migration-lens.jsonc}' }));

/** Offers to take the password out of an address, where the schema and the server say that it is no place for one. */
export const passwordFix: vscode.CodeActionProvider = {
  async provideCodeActions(document, range, { diagnostics }) {
    const pasted = vscode.workspace.isTrusted ? await pastedAt(document, range.start) : undefined;
    if (!pasted) return [];
    const action = new vscode.CodeAction(vscode.l10n.t('Move the password to the secret storage'), vscode.CodeActionKind.QuickFix);
    action.command = { command: 'migrationLens.movePassword', title: action.title, arguments: [document.uri, pasted.range.start] };
    action.diagnostics = diagnostics.filter(it => it.range.intersection(pasted.range));
    action.isPreferred = true;
    return [action];
  },
};

export async function pastedAt(document: vscode.TextDocument, position: vscode.Position): Promise<Pasted | undefined> {
  const { getLocation } = await import('jsonc-parser');
  const { path, previousNode } = getLocation(document.getText(), document.offsetAt(position));
  const name = connectionIn(path);
  const found = name !== undefined && typeof previousNode?.value === 'string' ? withoutPassword(previousNode.value) : undefined;
  if (name === undefined || !previousNode || found?.password === undefined) return undefined;
  const range = new vscode.Range(document.positionAt(previousNode.offset), document.positionAt(previousNode.offset + previousNode.length));
  return { name, range, url: found.url, password: found.password };
}

/** `migrationLens.connections` of settings, also of a workspace file; `connections` of the project file. */
function connectionIn(path: JSONPath): string | undefined {
  const at = path.findIndex(it => it === 'migrationLens.connections' || it === 'connections');
  const [name, key = 'url'] = at < 0 ? [] : path.slice(at + 1);
  return typeof name === 'string' && key === 'url' ? name : undefined;
}
