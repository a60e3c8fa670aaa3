import * as vscode from 'vscode';
import type { ProjectInfo } from '../../server/protocol.js';
import type { Connection } from '../connections.js';
import type { Lens } from '../lens.js';
import { inform } from '../say.js';

/** What a command was called on: a node of the tree, a lens, or nothing from the palette. */
export type On = { readonly project?: ProjectInfo | string; readonly connection?: Connection } | undefined;

/** The project meant: the node's, the only one, the file's, or the one that the person picks. */
export async function chooseProject({ projects }: Lens, on: On): Promise<ProjectInfo | undefined> {
  if (typeof on?.project === 'object') return on.project;
  const all = await projects.settled();
  if (typeof on?.project === 'string') return projects.get(on.project);
  if (all.length === 0) {
    await inform(vscode.l10n.t('No migrations were found in this folder.'));
    return undefined;
  }
  const at = projects.at(vscode.window.activeTextEditor?.document.uri);
  if (all.length === 1 || at) return at ?? all[0];
  const picked = await vscode.window.showQuickPick(
    all.map(project => ({ label: project.folder, description: project.title, project })),
    { title: vscode.l10n.t('Which migrations?'), matchOnDescription: true },
  );
  return picked?.project;
}

/** The connection meant: the node's, the active one, the only one, or the one that the person picks. */
export async function chooseConnection(lens: Lens, project: ProjectInfo, on: On): Promise<Connection | undefined> {
  if (on?.connection) return on.connection;
  const all = lens.connections.of(project);
  const only = all.length === 1 ? all[0] : lens.connections.active(project);
  return only ?? pickConnection(lens, project);
}

/** Always asks, with the active one marked and a new one to add. */
export async function pickConnection(lens: Lens, project: ProjectInfo): Promise<Connection | undefined> {
  const active = lens.connections.active(project);
  const picked = await vscode.window.showQuickPick(
    [
      ...lens.connections.of(project).map(connection => ({
        label: connection.name,
        description: connection.name === active?.name ? vscode.l10n.t('active') : '',
        detail: connection.url,
        connection,
      })),
      { label: `$(add) ${vscode.l10n.t('Add Connection...')}`, connection: undefined },
    ],
    { title: vscode.l10n.t('Which database?') },
  );
  if (picked && !picked.connection) await vscode.commands.executeCommand('migrationLens.addConnection', { project });
  return picked?.connection;
}
