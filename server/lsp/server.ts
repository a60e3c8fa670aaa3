import { CodeLensRefreshRequest, DiagnosticRefreshRequest, InlayHintRefreshRequest, TextDocumentSyncKind } from 'vscode-languageserver/node';
import type { Connection, InitializeParams, ServerCapabilities } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { Parser } from '../flows/ports.js';
import { scripts } from '../flows/script.js';
import type { InitializationOptions } from '../protocol.js';
import { abilitiesOf } from './context.js';
import type { Abilities, Context } from './context.js';
import { foldersOf } from './folders.js';
import { serveActions } from './handlers/actions.js';
import { serveApplied } from './handlers/applied.js';
import { serveDatabases } from './handlers/databases.js';
import { serveDiagnostics } from './handlers/diagnostics.js';
import { serveDocuments } from './handlers/documents.js';
import { serveFiles } from './handlers/files.js';
import { serveFolding } from './handlers/folding.js';
import { serveHover } from './handlers/hover.js';
import { serveLenses } from './handlers/lenses.js';
import { serveLinks } from './handlers/links.js';
import { serveInlayHints } from './handlers/lock-notes.js';
import { serveMentions } from './handlers/mentions.js';
import { serveMigrations } from './handlers/migrations.js';
import { serveRenames } from './handlers/renames.js';
import { serveSymbols } from './handlers/symbols.js';
import { tellWhatTakesLong } from './progress.js';
import { reportsOf, type Kept } from './reports.js';
import { startSession } from './session.js';

/** Speaks LSP on a connection until the client says good-bye. `known`: see `reportsOf`. */
export function serve(connection: Connection, parser: Parser, known?: Kept): void {
  connection.onInitialize(params => {
    const client = abilitiesOf(params.capabilities);
    const read = scripts(parser);
    const { trusted = false, settings = {} } = (params.initializationOptions ?? {}) as InitializationOptions;

    const session = startSession(
      { trusted, settings, folders: foldersOf(foldersIn(params), [], trusted), buffers: new Map(), readings: new Map(), active: new Map() },
      process.env,
      (before, what) => {
        diagnostics.push(what);
        migrations.tell(before, what);
        if (what !== 'text') refresh(connection, client);
      },
      opening => void tellWhatTakesLong(connection.window, opening),
    );
    const context: Context = { connection, session, client, parser, scripts: read, reports: reportsOf(read, known) };
    serveDocuments(context);
    serveFiles(context);
    serveHover(context);
    serveActions(context);
    serveLenses(context);
    serveInlayHints(context);
    serveSymbols(context);
    serveFolding(context);
    serveLinks(context);
    serveMentions(context);
    serveRenames(context);
    serveApplied(context);
    const diagnostics = serveDiagnostics(context);
    const migrations = serveMigrations(context);
    const databases = serveDatabases(context);

    connection.onShutdown(async () => {
      diagnostics.end();
      await databases.end();
      await parser.close();
    });
    return { capabilities: CAPABILITIES, serverInfo: { name: 'Migration Lens' } };
  });
}

const CAPABILITIES: ServerCapabilities = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
  diagnosticProvider: { identifier: 'migration-lens', interFileDependencies: true, workspaceDiagnostics: true },
  hoverProvider: true,
  codeActionProvider: { codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.fixAll.migrationLens'], resolveProvider: true },
  codeLensProvider: { resolveProvider: false },
  inlayHintProvider: { resolveProvider: false },
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  workspaceSymbolProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentLinkProvider: { resolveProvider: false },
  workspace: {
    workspaceFolders: { supported: true, changeNotifications: true },
    fileOperations: {
      willRename: { filters: [{ scheme: 'file', pattern: { glob: '**/*.{sql,py,xml,yaml,yml,json}', matches: 'file' } }] },
      didRename: { filters: [{ scheme: 'file', pattern: { glob: '**', matches: 'folder' } }] },
    },
  },
};

function foldersIn({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly string[] {
  if (workspaceFolders !== null && workspaceFolders !== undefined) return workspaceFolders.map(it => it.uri);
  // Old clients leave it out.
  if (typeof rootUri === 'string') return [rootUri];
  return typeof rootPath === 'string' ? [URI.file(rootPath).toString()] : [];
}

/** What the editor shows is out of date, though no text of it changed. */
function refresh(connection: Connection, client: Abilities): void {
  // A client that is just shutting down refuses; there is nothing to show any more.
  if (client.refreshDiagnostics) connection.sendRequest(DiagnosticRefreshRequest.type).catch(() => undefined);
  if (client.refreshLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  if (client.refreshInlayHints) connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
}
