import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { ClientNotifications, ClientSettings, InitializationOptions, Notifications, Requests } from '../server/protocol.js';

/** The language server, started once; it may be restarted under the same object. */
export interface Server extends vscode.Disposable {
  /** Waits for the server to run; cancelling rejects here and cancels there. */
  ask<M extends keyof Requests>(method: M, params: Requests[M]['params'], token?: vscode.CancellationToken): Promise<Requests[M]['result']>;
  tell<M extends keyof ClientNotifications>(method: M, params: ClientNotifications[M]): void;
  on<M extends keyof Notifications>(method: M, listener: (params: Notifications[M]) => void): vscode.Disposable;
  readonly onDidChangeState: vscode.Event<'starting' | 'running' | 'failed'>;
  /** A change of an open file has been sent: what is asked now is answered from the new text. */
  readonly onDidSendText: vscode.Event<vscode.TextDocument>;
  restart(): Promise<void>;
}

/** What the server reads: migrations, and the files that say where they are and how they run. */
const DOCUMENTS = [
  '**/*.sql', '**/*.sql.conf', '**/flyway*.{toml,conf}', '**/migration-lens.jsonc',
  // In other languages migrations are told by where they lie; the server leaves alone what is none.
  '**/*migrat*/**/*.{py,rb,js,ts,cjs,mjs}', '**/versions/**/*.py',
  '**/*changelog*.{xml,yaml,yml,json}', '**/{*changelog*,*changeset*,*liquibase*,*migration*,db}/**/*.{xml,yaml,yml,json}',
].map(pattern => ({ scheme: 'file', pattern }));

/** In megabytes: of itself V8 would let what is young take up to 96 on Node 24, for nothing that anybody could feel. */
const ENGINE = ['--max-semi-space-size=16'];

/** Returns at once: the client's own code is loaded after activation, and nothing waits for the process until something is asked of it. */
export function startServer(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Server {
  const changed = new vscode.EventEmitter<'starting' | 'running' | 'failed'>();
  const sent = new vscode.EventEmitter<vscode.TextDocument>();
  const loaded = load();
  let started = start();
  const listeners = [
    changed, sent,
    vscode.workspace.onDidGrantWorkspaceTrust(() => tell('migrations/trust', { trusted: true })),
    vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('migrationLens')) tell('migrations/settings', { settings: settings() });
    }),
  ];

  return {
    ask: async (method, params, token) => {
      const client = await started;
      // An absent token would travel as a second parameter.
      return token ? client.sendRequest(method, params, token) : client.sendRequest(method, params);
    },
    tell,
    on: (method, listener) => {
      let ended = false;
      let registered: vscode.Disposable | undefined;
      void loaded.then(client => {
        if (!ended) registered = client.onNotification(method, listener);
      });
      return new vscode.Disposable(() => {
        ended = true;
        registered?.dispose();
      });
    },
    onDidChangeState: changed.event,
    onDidSendText: sent.event,
    restart: async () => {
      const client = await loaded;
      started = client.needsStop() ? client.restart().then(() => client) : start();
      await started;
    },
    dispose: async () => {
      listeners.forEach(it => it.dispose());
      await (await loaded).dispose();
    },
  };

  async function load(): Promise<LanguageClient> {
    await new Promise(resolve => setImmediate(resolve));
    const { LanguageClient, State, TransportKind } = await import('vscode-languageclient/node');
    const run = { module: context.asAbsolutePath('out/server.js'), transport: TransportKind.ipc, options: { execArgv: ENGINE } };
    const client = new LanguageClient('migrationLens', 'Migration Lens', { run, debug: run }, {
      documentSelector: DOCUMENTS,
      outputChannel: log,
      initializationOptions: (): InitializationOptions => ({ trusted: vscode.workspace.isTrusted, settings: settings() }),
      middleware: {
        async didChange(event, next) {
          await next(event);
          sent.fire(event.document);
        },
      },
      markdown: { isTrusted: { enabledCommands: ['migrationLens.explainRule'] }, supportHtml: false },
    });
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) changed.fire('running');
      else changed.fire(newState === State.Starting ? 'starting' : 'failed');
    });
    return client;
  }

  function start(): Promise<LanguageClient> {
    const starting = loaded.then(async client => {
      await client.start();
      return client;
    });
    starting.catch(error => {
      log.error(error);
      changed.fire('failed');
    });
    return starting;
  }

  function tell<M extends keyof ClientNotifications>(method: M, params: ClientNotifications[M]): void {
    started.then(client => client.sendNotification(method, params)).catch(error => log.error(error));
  }
}

function settings(): ClientSettings {
  const configured = vscode.workspace.getConfiguration('migrationLens');
  const postgres = configured.get<number | null>('postgres');
  return {
    ...(postgres ? { postgres } : {}),
    rules: configured.get<NonNullable<ClientSettings['rules']>>('rules', {}),
    codeLens: configured.get('codeLens', true),
    inlayHints: configured.get('inlayHints', 'risky'),
    lockLens: configured.get('lockLens', 'risky'),
  };
}
