import * as vscode from 'vscode';
import type { ReplayedMigration, ReplayReply } from '../server/protocol.js';

type Replayed = Extract<ReplayReply, { readonly kind: 'replayed' }>;

/** What the last verification of each project has said of its migrations, until their files are others. */
export class Verdicts implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #said = new Map<string, { readonly on: string; readonly migrations: Map<string, ReplayedMigration> }>();

  keep(project: string, { serverVersion, migrations }: Replayed): void {
    this.#said.set(project, { on: serverVersion, migrations: new Map(migrations.map(it => [it.id, it])) });
    this.#changed.fire();
  }

  of(project: string, id: string): { readonly on: string; readonly migration: ReplayedMigration } | undefined {
    const { on = '', migrations } = this.#said.get(project) ?? {};
    const migration = migrations?.get(id);
    return migration && { on, migration };
  }

  /** Each migration is verified on what those before it have made. */
  forget(project: string): void {
    if (this.#said.delete(project)) this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
