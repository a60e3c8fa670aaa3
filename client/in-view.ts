import * as vscode from 'vscode';

export const VIEW = 'migrationLens.migrations';

/** While it lasts, the view shows that something is under way. */
export function inView<T>(task: () => Thenable<T>): Thenable<T> {
  return vscode.window.withProgress({ location: { viewId: VIEW } }, task);
}
