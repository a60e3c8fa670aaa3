import * as vscode from 'vscode';
import type { ProjectInfo, StatusReply } from '../server/protocol.js';
import type { Connection, Connections } from './connections.js';

/** What each database last said. Only what a person asked for is read; what was read once may be read again. */
export class Statuses implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<{ readonly project: ProjectInfo; readonly connection: Connection }>();
  readonly #replies = new Map<string, StatusReply>();
  readonly #reading = new Map<string, Promise<StatusReply>>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly connections: Connections) {}

  get(project: ProjectInfo, connection: Connection): StatusReply | undefined {
    return this.#replies.get(keyOf(project, connection));
  }

  /** Two who ask at once get one answer. */
  async read(project: ProjectInfo, connection: Connection): Promise<StatusReply> {
    const key = keyOf(project, connection);
    const under = this.#reading.get(key);
    if (under) return under;
    const reading = this.connections.ask('migrations/status', { project: project.id }, connection).catch(broken);
    this.#reading.set(key, reading);
    try {
      const reply = await reading;
      this.#replies.set(key, reply);
      this.#changed.fire({ project, connection });
      return reply;
    } finally {
      this.#reading.delete(key);
    }
  }

  /** Reads again what was read before. */
  async reread(projects: readonly ProjectInfo[]): Promise<void> {
    const known = projects.flatMap(project => this.connections.of(project).map(connection => ({ project, connection })));
    await Promise.all(known.filter(it => this.get(it.project, it.connection)).map(it => this.read(it.project, it.connection)));
  }

  /** After a change of the files: the active connection is read again, the others when somebody looks at them. */
  async filesChanged(project: ProjectInfo): Promise<void> {
    const active = this.connections.active(project);
    for (const connection of this.connections.of(project)) {
      if (connection.name === active?.name || !this.#replies.delete(keyOf(project, connection))) continue;
      this.#changed.fire({ project, connection });
    }
    if (active && this.get(project, active)) await this.read(project, active);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** A server that ended, or a project that is gone, while it was asked. */
function broken(error: unknown): StatusReply {
  return { kind: 'refused', reason: 'other', message: error instanceof Error ? error.message : String(error) };
}

/** The URL belongs to it: a connection that was changed has said nothing yet. */
function keyOf(project: ProjectInfo, { name, url }: Connection): string {
  return JSON.stringify([project.id, name, url]);
}
