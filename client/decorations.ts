import * as vscode from 'vscode';
import type { StatusRow } from '../server/protocol.js';
import type { Connections } from './connections.js';
import { markOf } from './marks.js';
import type { Projects } from './projects.js';
import type { Statuses } from './statuses.js';
import { colorOf, describe } from './tree/states.js';

/** How a migration stands on the active connection, beside its file's name wherever the editor shows it. */
export class Decorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #listeners: readonly vscode.Disposable[];
  readonly onDidChangeFileDecorations = this.#changed.event;
  /** By the file's URI, which the server spells as the editor does. */
  #rows: ReadonlyMap<string, { readonly connection: string; readonly rows: StatusRow[] }> = new Map();
  #unpaired: ReadonlySet<string> = new Set();

  constructor(
    private readonly projects: Projects,
    private readonly connections: Connections,
    private readonly statuses: Statuses,
  ) {
    const read = () => this.#read();
    this.#listeners = [
      projects.onDidChange(read), connections.onDidChange(read), statuses.onDidChange(read),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => this.#pair(uris)),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('migrationLens.decorations')) this.#changed.fire(undefined);
      }),
      vscode.window.registerFileDecorationProvider(this),
    ];
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (!vscode.workspace.getConfiguration('migrationLens').get('decorations', true)) return undefined;
    const key = uri.toString();
    const { connection = '', rows = [] } = this.#rows.get(key) ?? {};
    const unpaired = this.#unpaired.has(key);
    const mark = markOf(rows, unpaired);
    if (!mark) return undefined;
    const words = [
      ...(mark.row ? [vscode.l10n.t('{0} on {1}', describe(mark.row), connection)] : []),
      ...(unpaired ? [vscode.l10n.t('its down migration is missing')] : []),
    ];
    const color = mark.row && colorOf(mark.row.state);
    return { badge: mark.badge, tooltip: words.join(', '), propagate: false, ...(color && { color }) };
  }

  dispose(): void {
    this.#listeners.forEach(it => it.dispose());
    this.#changed.dispose();
  }

  #read(): void {
    const all = new Map<string, { connection: string; rows: StatusRow[] }>();
    for (const project of this.projects.all) {
      const connection = this.connections.active(project);
      const status = connection && this.statuses.get(project, connection);
      if (status?.kind !== 'status') continue;
      for (const row of status.rows) {
        if (row.uri === undefined) continue;
        const known = all.get(row.uri);
        if (known) known.rows.push(row);
        else all.set(row.uri, { connection: connection!.name, rows: [row] });
      }
    }
    this.#rows = all;
    // Of more than 250 files at once the editor would forget some.
    this.#changed.fire(undefined);
  }

  #pair(uris: readonly vscode.Uri[]): void {
    const unpaired = new Set(this.#unpaired);
    for (const uri of uris) {
      const found = vscode.languages.getDiagnostics(uri).some(({ code }) => typeof code === 'object' && code.value === UNPAIRED);
      if (found) unpaired.add(uri.toString());
      else unpaired.delete(uri.toString());
    }
    if (unpaired.size === this.#unpaired.size && [...unpaired].every(it => this.#unpaired.has(it))) return;
    this.#unpaired = unpaired;
    this.#changed.fire(undefined);
  }
}

/** The check that tells of it, which knows whether the others have theirs. */
const UNPAIRED = 'missing-down-migration';
