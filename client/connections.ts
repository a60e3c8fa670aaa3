import * as vscode from 'vscode';
import type { Level, ProjectInfo, Refusal, Requests, Target } from '../server/protocol.js';
import type { Address } from './connection-url.js';
import { secretKey, withoutPassword } from './connection-url.js';
import { plain } from './plain.js';
import { inform } from './say.js';
import type { Server } from './server.js';

export interface Connection {
  readonly name: string;
  /** Without a password; may hold `${env:NAME}`, which the server replaces. */
  readonly url: string;
  readonly level: Level;
  /** Previews may run migrations there, and roll them back. */
  readonly preview?: boolean;
  /** Where it is written down. */
  readonly from: 'settings' | 'project file';
}

type Setting = string | { readonly url: string; readonly level?: Level; readonly project?: string; readonly preview?: boolean };

/** Which databases a project knows, which of them is active, and the passwords for them. Connects to nothing by itself. */
export class Connections implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #configuration: vscode.Disposable;

  constructor(
    private readonly server: Server,
    private readonly secrets: vscode.SecretStorage,
    private readonly memory: vscode.Memento,
  ) {
    this.#configuration = vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('migrationLens.connections')) this.#changed.fire();
    });
  }

  /** Settings first; of two with one name the project file's counts, as it does on the command line. */
  of(project: ProjectInfo): readonly Connection[] {
    const written = project.connections.map(it => ({ ...it, from: 'project file' as const }));
    const names = new Set(written.map(it => it.name));
    return [...written, ...settings().filter(it => !names.has(it.name) && (it.project ?? project.folder) === project.folder)];
  }

  active(project: ProjectInfo): Connection | undefined {
    const name = this.memory.get<string>(activeKey(project));
    return this.of(project).find(it => it.name === name);
  }

  async activate(project: ProjectInfo, connection: Connection | undefined): Promise<void> {
    await this.memory.update(activeKey(project), connection?.name);
    this.announce(project);
    this.#changed.fire();
  }

  /** Tells the server, which forgets everything when it is restarted. */
  announce(project: ProjectInfo): void {
    const connection = this.active(project)?.name;
    this.server.tell('migrations/active', { project: project.id, ...(connection === undefined ? {} : { connection }) });
  }

  /** Into the settings of this workspace; `project`: only for that one. */
  async add(project: ProjectInfo | undefined, { name, url, level }: Connection): Promise<void> {
    const plain = level === 'normal' && !project;
    const setting: Setting = plain ? url : { url, ...(level === 'normal' ? {} : { level }), ...(project ? { project: project.folder } : {}) };
    await writeSettings(written => ({ ...written, [name]: setting }));
  }

  /** Writes down that previews may run migrations there; in the project file that is for the person to do. */
  async allowPreviews(connection: Connection): Promise<Connection | undefined> {
    const { name } = connection;
    if (connection.from === 'project file') {
      await inform(vscode.l10n.t('{0} is in the project file. Write "preview": true beside its "url" there, then ask again.', name));
      return undefined;
    }
    const isWorkspace = vscode.workspace.getConfiguration('migrationLens').inspect<Record<string, Setting>>('connections')?.workspaceValue?.[name] !== undefined;
    await writeSettings(
      written => ({ ...written, [name]: { ...(typeof written[name] === 'object' ? written[name] : { url: connection.url }), preview: true } }),
      isWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
    );
    return { ...connection, preview: true };
  }

  async remove(name: string): Promise<void> {
    const without = ({ [name]: _, ...others }: Record<string, Setting>) => others;
    await writeSettings(without);
    if (settings().some(it => it.name === name)) await writeSettings(without, vscode.ConfigurationTarget.Global);
  }

  /** Tries the password that came with a pasted URL, and keeps it under the address that was reached with it, unless it is the wrong one: then it says why not. */
  async keepPassword(project: ProjectInfo, { name, url, level }: Connection, password: string): Promise<Refusal | undefined> {
    const reply = await this.server.ask('migrations/status', { project: project.id, connection: { name, url, level, password } });
    const address = reply.kind === 'status' ? reply.connection : reply.reason === 'password' ? undefined : reply.address;
    if (!address) return reply.kind === 'refused' ? reply : undefined;
    await this.#keep(url, secretKey(address), password);
    return undefined;
  }

  /** Whether there was one. */
  async forgetPassword({ url }: Connection): Promise<boolean> {
    const key = this.memory.get<string>(keptKey(url));
    if (key === undefined) return false;
    await this.secrets.delete(key);
    await this.memory.update(keptKey(url), undefined);
    return true;
  }

  /**
   * Asks the server something about a database. When that wants a password, the kept one is tried, then the person is asked;
   * an empty answer is no answer, for a server may lock the account after a few wrong ones.
   */
  async ask<M extends 'migrations/status' | 'migrations/plan' | 'migrations/preview' | 'migrations/apply' | 'migrations/appliedText' | 'migrations/followUp' | 'migrations/repairs' | 'migrations/repair'>(
    method: M,
    params: Omit<Requests[M]['params'], 'connection'>,
    connection: Connection,
    token?: vscode.CancellationToken,
  ): Promise<Requests[M]['result']> {
    const { name, url, level, preview } = connection;
    const attempt = (password?: string) => {
      const target: Target['connection'] = { name, url, level, ...(preview ? { preview } : {}), ...(password === undefined ? {} : { password }) };
      return this.server.ask(method, { ...params, connection: target } as Requests[M]['params'], token);
    };

    let reply = await attempt();
    if (!wantsPassword(reply)) return reply;
    const key = secretKey(reply.address);
    const kept = await this.secrets.get(key);
    if (kept !== undefined) {
      reply = await attempt(kept);
      if (!wantsPassword(reply)) return reply;
    }
    const typed = await vscode.window.showInputBox({
      title: vscode.l10n.t('Password for {0}', name),
      prompt: plain(vscode.l10n.t('{0} on {1}:{2}, database {3}. Kept in the secret storage of this machine.', reply.address.user, reply.address.host, reply.address.port, reply.address.database)),
      password: true,
      ignoreFocusOut: true,
    });
    if (!typed) return reply;
    const answer = await attempt(typed);
    if (!isRefused(answer)) await this.#keep(url, key, typed);
    return answer;
  }

  dispose(): void {
    this.#configuration.dispose();
    this.#changed.dispose();
  }

  async #keep(url: string, key: string, password: string): Promise<void> {
    await this.secrets.store(key, password);
    await this.memory.update(keptKey(url), key);
  }
}

function isRefused(reply: unknown): reply is Refusal {
  return typeof reply === 'object' && reply !== null && 'kind' in reply && reply.kind === 'refused';
}

function wantsPassword(reply: unknown): reply is Refusal & { readonly address: Address } {
  return isRefused(reply) && reply.reason === 'password' && reply.address !== undefined;
}

/** Under which key the secret storage, which cannot be listed, keeps the password of a URL. */
function keptKey(url: string): string {
  return `secret:${url}`;
}

function activeKey(project: ProjectInfo): string {
  return `active:${project.id}`;
}

/** A password that somebody wrote into a setting all the same is not used: the schema says so where it stands. */
function settings(): readonly (Connection & { readonly project?: string })[] {
  const written = vscode.workspace.getConfiguration('migrationLens').get<Record<string, Setting>>('connections', {});
  return Object.entries(written).flatMap(([name, setting]) => {
    const { url, level = 'normal', ...more } = typeof setting === 'string' ? { url: setting } : setting;
    if (typeof url !== 'string') return [];
    return [{ name, url: withoutPassword(url)?.url ?? url, level, from: 'settings' as const, ...more }];
  });
}

async function writeSettings(
  change: (written: Record<string, Setting>) => Record<string, Setting>,
  target: vscode.ConfigurationTarget.Workspace | vscode.ConfigurationTarget.Global = vscode.ConfigurationTarget.Workspace,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('migrationLens');
  const all = configuration.inspect<Record<string, Setting>>('connections');
  const written = target === vscode.ConfigurationTarget.Workspace ? all?.workspaceValue : all?.globalValue;
  await configuration.update('connections', change(written ?? {}), target);
}
