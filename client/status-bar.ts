import * as vscode from 'vscode';
import type { Connections } from './connections.js';
import type { Projects } from './projects.js';
import type { Statuses } from './statuses.js';
import { pendingIn } from './tree/nodes.js';

/** One item: the active connection of the project at hand and what is pending there. Also the badge of the view. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('migrationLens.status', vscode.StatusBarAlignment.Left, 10);
  readonly #listeners: readonly vscode.Disposable[];

  constructor(
    private readonly projects: Projects,
    private readonly connections: Connections,
    private readonly statuses: Statuses,
    private readonly view: vscode.TreeView<unknown>,
  ) {
    this.#item.name = vscode.l10n.t('Migrations');
    this.#item.command = 'migrationLens.showMenu';
    const draw = () => this.#draw();
    this.#listeners = [
      projects.onDidChange(draw), connections.onDidChange(draw), statuses.onDidChange(draw), vscode.window.onDidChangeActiveTextEditor(draw),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('migrationLens.statusBar')) draw();
      }),
    ];
    draw();
  }

  dispose(): void {
    this.#item.dispose();
    this.#listeners.forEach(it => it.dispose());
  }

  #draw(): void {
    const project = this.projects.at(vscode.window.activeTextEditor?.document.uri) ?? this.projects.all[0];
    const connection = project && this.connections.active(project);
    const status = connection && this.statuses.get(project, connection);
    const pending = status?.kind === 'status' ? pendingIn(status) : undefined;

    this.view.badge = pending
      ? { value: pending, tooltip: vscode.l10n.t('{0} pending on {1}', pending, connection!.name) }
      : undefined;

    if (!connection || !vscode.workspace.getConfiguration('migrationLens').get('statusBar', true)) return this.#item.hide();
    const database = status?.kind === 'status' ? status.connection.database : connection.name;
    const words = pending === undefined ? vscode.l10n.t('not read yet') : pending === 0 ? vscode.l10n.t('nothing pending') : vscode.l10n.t('{0} pending', pending);
    this.#item.text = pending ? `$(database) ${database}: ${words}` : `$(database) ${database}`;
    this.#item.tooltip = `${connection.name}: ${words}`;
    this.#item.accessibilityInformation = { label: vscode.l10n.t('Migrations on {0}: {1}', connection.name, words), role: 'button' };
    this.#item.show();
  }
}
