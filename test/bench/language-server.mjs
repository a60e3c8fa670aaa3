import { spawn, execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = createRequire(import.meta.url)('vscode-jsonrpc/node');

/** The bundled server over stdio, as an editor that pulls diagnostics talks to it. `cache`: the folder in which it keeps what it has found. */
export async function startServer(out, root, cache) {
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  // With the settings of the engine that the client gives it.
  const child = spawn(process.execPath, ['--max-semi-space-size=16', join(out, 'server.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'], env });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.listen();

  const rootUri = pathToFileURL(root).href;
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: 'bench' }],
    capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: false } } },
  });
  await connection.sendNotification('initialized', {});
  const version = new Map();

  return {
    projects: () => connection.sendRequest('migrations/projects', {}),
    open(path, text) {
      version.set(path, 1);
      return connection.sendNotification('textDocument/didOpen', { textDocument: { uri: uriOf(path), languageId: 'sql', version: 1, text } });
    },
    /** Replaces nothing: `text` is typed at the position. */
    type(path, line, character, text) {
      version.set(path, version.get(path) + 1);
      const at = { line, character };
      return connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uriOf(path), version: version.get(path) },
        contentChanges: [{ range: { start: at, end: at }, text }],
      });
    },
    close: path => connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(path) } }),
    diagnostics: path => connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: uriOf(path) } }),
    pid: child.pid,
    /** Resident memory in MB, as the system counts it. */
    memory: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024,
    async stop() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      connection.dispose();
      child.kill();
    },
  };
}

function uriOf(path) {
  return pathToFileURL(path).href;
}
