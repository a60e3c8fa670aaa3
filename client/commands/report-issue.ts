import * as vscode from 'vscode';
import { issueFacts } from '../issue-text.js';
import type { Lens } from '../lens.js';

/** Opens the editor's own form, with what is known of the surroundings. The person sees all of it before it is sent. */
export async function reportIssue({ projects, connections, statuses }: Lens, extension: vscode.Extension<unknown>): Promise<void> {
  const { version } = extension.packageJSON as { readonly version: string };
  const extensionData = issueFacts({
    version,
    editor: `${vscode.env.appName} ${vscode.version}${vscode.env.remoteName === undefined ? '' : `, ${vscode.env.remoteName}`}`,
    system: `${process.platform} ${process.arch}, Node.js ${process.versions.node}`,
    projects: projects.all,
    statuses: projects.all.flatMap(project => connections.of(project).flatMap(it => statuses.get(project, it) ?? [])),
    settings: changedSettings(extension),
  });
  await vscode.commands.executeCommand('workbench.action.openIssueReporter', { extensionId: extension.id, extensionData });
}

function changedSettings({ packageJSON }: vscode.Extension<unknown>): readonly string[] {
  const { contributes } = packageJSON as { readonly contributes: { readonly configuration: { readonly properties: object } } };
  const configuration = vscode.workspace.getConfiguration();
  return Object.keys(contributes.configuration.properties).filter(key => {
    const { globalValue, workspaceValue, workspaceFolderValue } = configuration.inspect(key) ?? {};
    return [globalValue, workspaceValue, workspaceFolderValue].some(it => it !== undefined);
  });
}
