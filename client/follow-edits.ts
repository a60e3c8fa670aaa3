import * as vscode from 'vscode';
import type { Lens } from './lens.js';

/** Keeps what is shown true to the files: an edit settles a failure, a new or saved migration changes the active connection's rows. */
export function followEdits({ projects, connections, statuses, failures, log }: Lens): vscode.Disposable {
  let counts = new Map<string, number>();
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) failures.delete(document.uri);
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      const project = projects.at(uri);
      if (project) reread(project.id);
    }),
    projects.onDidChange(() => {
      const before = counts;
      counts = new Map(projects.all.map(it => [it.id, it.migrations]));
      for (const project of projects.all) {
        if (!before.has(project.id)) connections.announce(project);
        if (before.get(project.id) !== project.migrations) reread(project.id);
      }
    }),
  );

  function reread(id: string): void {
    const project = projects.get(id);
    if (project) statuses.filesChanged(project).catch(error => log.error(error));
  }
}
