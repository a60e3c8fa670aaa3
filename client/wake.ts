import path from 'node:path';
import * as vscode from 'vscode';
import { READ } from './server.js';
import { leadsTo, placesOf } from './signs.js';

/**
 * Calls `wake` once, when there is something for the server: the view is looked at, a file is opened that may be a migration, or a
 * sign of migrations lies in a folder of the workspace or above a file that is opened. So those of a project deep in a large
 * repository are found with nothing searched, and a window on something else has no process of ours.
 */
export function wakeFor(view: vscode.TreeView<unknown>, signs: readonly string[], wake: () => void): vscode.Disposable {
  /** Folders that were looked into, by their URIs. */
  const seen = new Set<string>();
  let awake = false;
  const listeners = [
    view.onDidChangeVisibility(look),
    vscode.workspace.onDidChangeWorkspaceFolders(look),
    vscode.workspace.onDidOpenTextDocument(lookAt),
  ];
  const all = vscode.Disposable.from(...listeners);
  look();
  vscode.workspace.textDocuments.forEach(lookAt);
  return all;

  function look(): void {
    const folders = vscode.workspace.workspaceFolders ?? [];
    if (view.visible && folders.length > 0) return found();
    for (const { uri } of folders) lookInto([uri]);
  }

  function lookAt(document: vscode.TextDocument): void {
    const { uri } = document;
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    if (awake || root?.scheme !== 'file') return;
    const places = placesOf(path.posix.relative(root.path, uri.path));
    // Where the workspace itself lies says nothing of it.
    const read = READ.map(it => ({ scheme: 'file', pattern: new vscode.RelativePattern(root, it) }));
    if (places.length > 0 && vscode.languages.match(read, document) > 0) return found();
    lookInto(places.map(it => vscode.Uri.joinPath(root, it)));
  }

  function lookInto(folders: readonly vscode.Uri[]): void {
    for (const folder of folders) {
      const key = folder.toString();
      if (awake || seen.has(key)) continue;
      seen.add(key);
      // A folder that cannot be read says nothing.
      hasSign(folder).then(has => has && found(), () => undefined);
    }
  }

  async function hasSign(folder: vscode.Uri): Promise<boolean> {
    const names = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
    const deeper = signs.filter(it => leadsTo(it, names));
    if (deeper.some(it => names.has(it))) return true;
    const there = await Promise.all(deeper.map(it => vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, it)).then(() => true, () => false)));
    return there.includes(true);
  }

  function found(): void {
    if (awake) return;
    awake = true;
    all.dispose();
    wake();
  }
}
