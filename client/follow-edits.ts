import * as vscode from 'vscode';
import type { Lens } from './lens.js';

/** Keeps what is shown true to the files: an edit settles a failure; a migration that is new, saved, or another on the disk changes the active connection's rows. */
export function followEdits({ server, projects, connections, statuses, failures, replayed, verdicts, log }: Lens): vscode.Disposable {
  let known: ReadonlySet<string> = new Set();
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0) return;
      failures.delete(document.uri);
      replayed.delete(document.uri);
      const project = projects.at(document.uri);
      if (project) verdicts.forget(project.id);
    }),
    // The editor has read it anew, because somebody else has written it; or an undo has come back to what the disk has.
    server.onDidSendText(document => {
      if (!document.isDirty) rereadAt(document.uri);
    }),
    server.on('migrations/filesChanged', it => {
      it.projects.forEach(verdicts.forget, verdicts);
      it.projects.forEach(reread);
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => rereadAt(uri)),
    projects.onDidChange(() => {
      const before = known;
      known = new Set(projects.all.map(it => it.id));
      for (const project of projects.all) {
        if (before.has(project.id)) continue;
        connections.announce(project);
        reread(project.id);
      }
    }),
  );

  function rereadAt(uri: vscode.Uri): void {
    const project = projects.at(uri);
    if (project) reread(project.id);
  }

  function reread(id: string): void {
    const project = projects.get(id);
    if (project) statuses.filesChanged(project).catch(error => log.error(error));
  }
}
