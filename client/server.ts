import * as vscode from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import type { ClientNotifications, ClientSettings, InitializationOptions, Notifications, Requests } from '../server/protocol.js';

/** The language server, started once; it may be restarted under the same object. */
export interface Server extends vscode.Disposable {
  /** Waits for the server to run; cancelling rejects here and cancels there. */
  ask<M extends keyof Requests>(method: M, params: Requests[M]['params'], token?: vscode.CancellationToken): Promise<Requests[M]['result']>;
  tell<M extends keyof ClientNotifications>(method: M, params: ClientNotifications[M]): void;
  on<M extends keyof Notifications>(method: M, listener: (params: Notifications[M]) => void): vscode.Disposable;
  readonly onDidChangeState: vscode.Event<'starting' | 'running' | 'failed'>;
  restart(): Promise<void>;
}

/** What the server reads: migrations, and the files that say where they are and how they run. */
const DOCUMENTS = ['**/*.sql', '**/*.sql.conf', '**/flyway*.{toml,conf}', '**/migration-lens.jsonc'].map(pattern => ({ scheme: 'file', pattern }));

/** Returns at once: nothing that a person does waits for the process, until something must be asked of it. */
export function startServer(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Server {
  const module = context.asAbsolutePath('out/server.js');
  const run = { module, transport: TransportKind.ipc };
  const client = new LanguageClient('migrationLens', 'Migration Lens', { run, debug: run }, {
    documentSelector: DOCUMENTS,
    outputChannel: log,
    initializationOptions: (): InitializationOptions => ({ trusted: vscode.workspace.isTrusted, settings: settings() }),
    markdown: { isTrusted: { enabledCommands: ['migrationLens.explainRule'] }, supportHtml: false },
  });

  const changed = new vscode.EventEmitter<'starting' | 'running' | 'failed'>();
  let started = start();
  const listeners = [
    changed,
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) changed.fire(newState === State.Starting ? 'starting' : 'failed');
      else changed.fire('running');
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => tell('migrations/trust', { trusted: true })),
    vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('migrationLens')) tell('migrations/settings', { settings: settings() });
    }),
  ];

  return {
    ask: async (method, params, token) => {
      await started;
      // An absent token would travel as a second parameter.
      return token ? client.sendRequest(method, params, token) : client.sendRequest(method, params);
    },
    tell,
    on: (method, listener) => client.onNotification(method, listener),
    onDidChangeState: changed.event,
    restart: async () => {
      started = client.needsStop() ? client.restart() : start();
      await started;
    },
    dispose: () => {
      listeners.forEach(it => it.dispose());
      return client.dispose();
    },
  };

  function start(): Promise<void> {
    const starting = client.start();
    starting.catch(error => {
      log.error(error);
      changed.fire('failed');
    });
    return starting;
  }

  function tell<M extends keyof ClientNotifications>(method: M, params: ClientNotifications[M]): void {
    started.then(() => client.sendNotification(method, params)).catch(error => log.error(error));
  }
}

function settings(): ClientSettings {
  const configured = vscode.workspace.getConfiguration('migrationLens');
  const postgres = configured.get<number | null>('postgres');
  return {
    ...(postgres ? { postgres } : {}),
    rules: configured.get<NonNullable<ClientSettings['rules']>>('rules', {}),
    codeLens: configured.get('codeLens', true),
  };
}
