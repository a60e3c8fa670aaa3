import * as vscode from 'vscode';

/** As the manifest has it. */
const PROVIDER = 'migrationLens.agents';

/**
 * The editor's agents get the tools of `migration-lens mcp`, a server for each folder, which is started when an agent first asks.
 * Not in folders that are not trusted: what a project file says is where status and plan connect to.
 */
export class Agents implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #registered: readonly vscode.Disposable[];

  constructor({ extensionUri, packageJSON }: vscode.Extension<unknown>) {
    const { version } = packageJSON as { readonly version: string };
    const program = vscode.Uri.joinPath(extensionUri, 'out', 'cli.js').fsPath;
    this.#registered = [
      this.#changed,
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('migrationLens.agentTools')) this.#changed.fire();
      }),
      vscode.lm.registerMcpServerDefinitionProvider(PROVIDER, {
        onDidChangeMcpServerDefinitions: this.#changed.event,
        provideMcpServerDefinitions: () => servers(program, version),
      }),
    ];
  }

  dispose(): void {
    for (const it of this.#registered) it.dispose();
  }
}

/** `program`: the command line's file, which the editor's own Node runs. */
export function servers(program: string, version: string): vscode.McpStdioServerDefinition[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (!vscode.workspace.isTrusted || !vscode.workspace.getConfiguration('migrationLens').get('agentTools', true)) return [];
  return folders.map(({ name, uri }) => {
    const label = folders.length === 1 ? 'Migration Lens' : vscode.l10n.t('Migration Lens: {0}', name);
    const server = new vscode.McpStdioServerDefinition(label, process.execPath, [program, 'mcp'], { ELECTRON_RUN_AS_NODE: '1' }, version);
    server.cwd = uri;
    return server;
  });
}
