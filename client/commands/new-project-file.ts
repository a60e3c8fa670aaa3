import * as vscode from 'vscode';

/** Opens the project file of the first workspace folder, with a start to fill in where there is none. */
export async function newProjectFile(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) return;
  const file = vscode.Uri.joinPath(folder.uri, 'migration-lens.jsonc');
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, { ignoreIfExists: true, contents: Buffer.from(START) });
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(file);
}

const START = `{
  "projects": [{ "folder": "db/migrations", "tool": "flyway" }]
}
`;
