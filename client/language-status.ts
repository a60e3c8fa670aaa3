import * as vscode from 'vscode';
import type { Connections } from './connections.js';
import type { Projects } from './projects.js';
import { stateOf, wordsOf } from './status-bar.js';
import type { Statuses } from './statuses.js';

/** Beside the language of a file in a project: the tool that runs it, and how its active connection stands. */
export function languageStatus(projects: Projects, connections: Connections, statuses: Statuses): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('migrationLens.status', []);
  item.name = vscode.l10n.t('Migrations');
  item.command = { command: 'migrationLens.showMenu', title: vscode.l10n.t('Show Menu') };
  draw();
  return vscode.Disposable.from(item, projects.onDidChange(draw), connections.onDidChange(draw), statuses.onDidChange(draw), vscode.window.onDidChangeActiveTextEditor(draw));

  function draw(): void {
    item.selector = projects.all.map(({ folderUri }) => ({ scheme: 'file', pattern: new vscode.RelativePattern(vscode.Uri.parse(folderUri), '**') }));
    const project = projects.at(vscode.window.activeTextEditor?.document.uri);
    if (!project) return;
    const state = stateOf(project, connections, statuses);
    item.text = project.title;
    item.detail = state ? `${state.connection.name}: ${wordsOf(state)}` : vscode.l10n.t('no database chosen');
    item.accessibilityInformation = { label: `${item.text}, ${item.detail}` };
  }
}
