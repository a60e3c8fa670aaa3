import * as vscode from 'vscode';
import type { ProjectInfo, StatusReply } from '../server/protocol.js';
import type { Connection, Connections } from './connections.js';
import type { Projects } from './projects.js';
import type { Statuses } from './statuses.js';
import { failedIn, pendingIn } from './tree/nodes.js';
import { summaryOf } from './tree/states.js';

/** One item: the active connection of the project at hand, or of all, and what is pending there. Also the badge of the view, of all. */
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
    const all = this.projects.all.flatMap(project => stateOf(project, this.connections, this.statuses) ?? []);
    const waiting = all.map(it => ({ ...it, pending: pendingIn(it.status) })).filter(it => it.pending > 0);
    const total = waiting.reduce((sum, it) => sum + it.pending, 0);
    this.view.badge = total === 0 ? undefined : { value: total, tooltip: waiting.map(it => vscode.l10n.t('{0} pending on {1}', it.pending, it.connection.name)).join(', ') };

    const project = this.projects.at(vscode.window.activeTextEditor?.document.uri) ?? (this.projects.all.length === 1 ? this.projects.all[0] : undefined);
    const shown = project ? all.filter(it => it.project === project) : all;
    if (shown.length === 0 || !vscode.workspace.getConfiguration('migrationLens').get('statusBar', true)) return this.#item.hide();
    const [only] = shown;
    this.#item.text = `$(database) ${shown.length === 1 ? textOf(only!) : total > 0 ? vscode.l10n.t('{0} pending', total) : vscode.l10n.t('nothing pending')}`;
    this.#item.tooltip = shown.map(it => `${it.connection.name}: ${wordsOf(it)}`).join('\n');
    this.#item.accessibilityInformation = { label: shown.map(it => vscode.l10n.t('Migrations on {0}: {1}', it.connection.name, wordsOf(it))).join(', '), role: 'button' };
    this.#item.show();
  }
}

/** Of its active connection, if it has one. */
export function stateOf(project: ProjectInfo, connections: Connections, statuses: Statuses): State | undefined {
  const connection = connections.active(project);
  const status = connection && statuses.get(project, connection);
  return connection && { project, connection, ...(status && { status }) };
}

export interface State {
  readonly project: ProjectInfo;
  readonly connection: Connection;
  /** Absent until it was read. */
  readonly status?: StatusReply;
}

/** The worst of it: there is little room. */
function textOf({ connection, status }: State): string {
  const name = status?.kind === 'status' ? status.connection.database : connection.name;
  const [failed, pending] = [failedIn(status), pendingIn(status)];
  return failed > 0 ? vscode.l10n.t('{0}: {1} failed', name, failed) : pending > 0 ? vscode.l10n.t('{0}: {1} pending', name, pending) : name;
}

export function wordsOf({ status }: State): string {
  return status ? summaryOf(status) : vscode.l10n.t('not read yet');
}
