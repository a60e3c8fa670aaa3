import * as vscode from 'vscode';
import type { ProjectInfo } from '../server/protocol.js';
import type { Server } from './server.js';

/** The projects that the server sees, as it last said; the context keys of menus and welcome texts follow them. */
export class Projects implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listeners: readonly vscode.Disposable[];
  readonly onDidChange = this.#changed.event;
  #all: readonly ProjectInfo[] = [];

  constructor(private readonly server: Server) {
    this.#listeners = [
      server.on('migrations/changed', ({ projects, ready }) => this.#take(projects, ready)),
      server.onDidChangeState(state => {
        if (state === 'failed') this.#take([], false);
        setContext('server', state === 'running' ? 'starting' : state);
      }),
    ];
  }

  get all(): readonly ProjectInfo[] {
    return this.#all;
  }

  get(id: string): ProjectInfo | undefined {
    return this.#all.find(it => it.id === id);
  }

  /** Asks, so that a command waits for the first index instead of finding nothing. */
  async settled(): Promise<readonly ProjectInfo[]> {
    this.#take(await this.server.ask('migrations/projects', {}), true);
    return this.#all;
  }

  /** The project whose folder holds the file, the innermost one. */
  at(uri: vscode.Uri | undefined): ProjectInfo | undefined {
    if (!uri) return undefined;
    const path = `${uri.path}/`;
    return this.#all.filter(it => path.startsWith(`${vscode.Uri.parse(it.folderUri).path}/`)).sort((a, b) => b.folderUri.length - a.folderUri.length)[0];
  }

  dispose(): void {
    this.#listeners.forEach(it => it.dispose());
    this.#changed.dispose();
  }

  #take(projects: readonly ProjectInfo[], ready: boolean): void {
    const same = JSON.stringify(projects) === JSON.stringify(this.#all);
    this.#all = projects;
    if (ready) setContext('server', 'ready');
    setContext('projects', projects.length);
    setContext('previews', projects.some(it => it.previews !== undefined));
    setContext('folders', projects.map(it => vscode.Uri.parse(it.folderUri).fsPath));
    if (!same) this.#changed.fire();
  }
}

function setContext(key: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', `migrationLens.${key}`, value);
}
