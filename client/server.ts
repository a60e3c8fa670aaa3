import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { ClientNotifications, ClientSettings, InitializationOptions, Notifications, Requests } from '../server/protocol.js';

/** The language server. No process runs until something is asked of it; it may be restarted under the same object. */
export interface Server {
  /** Waits for the server to run; cancelling rejects here and cancels there. */
  ask<M extends keyof Requests>(method: M, params: Requests[M]['params'], token?: vscode.CancellationToken): Promise<Requests[M]['result']>;
  /** One that does not run yet is told nothing: it hears how things are when it starts. */
  tell<M extends keyof ClientNotifications>(method: M, params: ClientNotifications[M]): void;
  on<M extends keyof Notifications>(method: M, listener: (params: Notifications[M]) => void): vscode.Disposable;
  readonly onDidChangeState: vscode.Event<'starting' | 'running' | 'failed'>;
  /** A change of an open file has been sent: what is asked now is answered from the new text. */
  readonly onDidSendText: vscode.Event<vscode.TextDocument>;
  restart(): Promise<void>;
  /** When it has ended what it was doing in databases, and its process is gone. */
  stop(): Promise<void>;
}

/** What the server reads: migrations, and the files that say where they are and how they run. */
export const READ: readonly string[] = [
  '**/*.sql', '**/*.sql.conf', '**/flyway*.{toml,conf}', '**/migration-lens.jsonc',
  // In other languages migrations are told by where they lie; the server leaves alone what is none.
  '**/*migrat*/**/*.{py,rb,js,ts,cjs,mjs}', '**/versions/**/*.py',
  '**/*changelog*.{xml,yaml,yml,json}', '**/{*changelog*,*changeset*,*liquibase*,*migration*,db}/**/*.{xml,yaml,yml,json}',
];

/** The client's own code is loaded when the server is first needed. */
export function languageServer(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Server {
  const changed = new vscode.EventEmitter<'starting' | 'running' | 'failed'>();
  const sent = new vscode.EventEmitter<vscode.TextDocument>();
  const heard = new vscode.EventEmitter<{ readonly method: string; readonly params: unknown }>();
  let loaded: Promise<LanguageClient> | undefined;
  let started: Promise<LanguageClient> | undefined;
  const listeners = [
    changed, sent, heard,
    vscode.workspace.onDidGrantWorkspaceTrust(() => tell('migrations/trust', { trusted: true })),
    vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('migrationLens')) tell('migrations/settings', { settings: settings() });
    }),
  ];

  return {
    ask: async (method, params, token) => {
      const client = await (started ??= start());
      // An absent token would travel as a second parameter.
      return token ? client.sendRequest(method, params, token) : client.sendRequest(method, params);
    },
    tell,
    on: (method, listener) => heard.event(it => {
      if (it.method === method) listener(it.params as Parameters<typeof listener>[0]);
    }),
    onDidChangeState: changed.event,
    onDidSendText: sent.event,
    restart: async () => {
      const client = await loaded;
      started = client?.needsStop() ? client.restart().then(() => client) : start();
      await started;
    },
    stop: async () => {
      listeners.forEach(it => it.dispose());
      await (await loaded)?.dispose();
    },
  };

  async function load(): Promise<LanguageClient> {
    const { languageClient } = await import('./language-client.js');
    const client = languageClient(context.asAbsolutePath('out/server.js'), {
      documentSelector: READ.map(pattern => ({ scheme: 'file', pattern })),
      outputChannel: log,
      initializationOptions: (): InitializationOptions => ({ trusted: vscode.workspace.isTrusted, settings: settings() }),
      middleware: {
        async didChange(event, next) {
          await next(event);
          sent.fire(event.document);
        },
      },
      markdown: { isTrusted: { enabledCommands: ['migrationLens.explainRule'] }, supportHtml: false },
    }, state => changed.fire(state));
    for (const method of HEARD) client.onNotification(method, params => heard.fire({ method, params }));
    return client;
  }

  function start(): Promise<LanguageClient> {
    const starting = (loaded ??= load()).then(async client => {
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
    started?.then(client => client.sendNotification(method, params)).catch(error => log.error(error));
  }
}

const HEARD: readonly (keyof Notifications)[] = ['migrations/changed', 'migrations/filesChanged', 'migrations/progress'];

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
