import * as vscode from 'vscode';
import { nameFor, withoutPassword } from '../connection-url.js';
import type { Connection } from '../connections.js';
import type { Lens } from '../lens.js';
import type { Node } from '../tree/nodes.js';
import type { On } from './choose.js';
import { chooseProject } from './choose.js';

/** Asks for a URL and a name. The setting gets no password; a typed one is kept under the address that the server reached with it. */
export async function addConnection(lens: Lens, on: On | Extract<Node, { kind: 'suggestion' }>): Promise<void> {
  const project = await chooseProject(lens, on);
  if (!project) return;
  const suggestion = on && 'suggestion' in on ? on.suggestion : undefined;

  const pasted = await vscode.window.showInputBox({
    title: vscode.l10n.t('Add Connection (1/2)'),
    prompt: vscode.l10n.t('Where is the database? A password goes to the secret storage, never to the settings.'),
    placeHolder: 'postgres://user@localhost:5432/database',
    value: suggestion?.url ?? '',
    ignoreFocusOut: true,
    validateInput: text => (text === '' || withoutPassword(text) ? undefined : vscode.l10n.t('postgres://user@host:port/database')),
  });
  const address = pasted && withoutPassword(pasted);
  if (!address) return;

  const taken = lens.connections.of(project).map(it => it.name);
  const name = (await vscode.window.showInputBox({
    title: vscode.l10n.t('Add Connection (2/2)'),
    prompt: vscode.l10n.t('What is it called?'),
    value: suggestion && !taken.includes(suggestion.name) ? suggestion.name : nameFor(address.url, taken),
    ignoreFocusOut: true,
    validateInput: text => (taken.includes(text.trim()) ? vscode.l10n.t('{0} is taken.', text.trim()) : undefined),
  }))?.trim();
  if (!name) return;

  const connection: Connection = { name, url: address.url, level: /prod/i.test(name) ? 'protected' : 'normal', from: 'settings' };
  const all = await lens.projects.settled();
  await lens.connections.add(all.length > 1 ? project : undefined, connection);
  if (address.password !== undefined) await lens.connections.keepPassword(project, connection, address.password);
  await lens.connections.activate(project, connection);
  await lens.statuses.read(project, connection);
}
