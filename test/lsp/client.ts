import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';

/** What a server finds is kept for the next run of it: not beyond these tests. */
const cache = mkdtempSync(join(tmpdir(), 'migration-lens-cache-'));
process.on('exit', () => rmSync(cache, { recursive: true, force: true }));

export interface Client {
  readonly rpc: MessageConnection;
  readonly child: ChildProcess;
  /** Resolves with the next message of the method, or one that has come since the last look. */
  next(method: string): Promise<unknown>;
  /** Takes what has come of the method, without waiting. */
  taken(method: string): unknown[];
  /** The exit code. */
  readonly ended: Promise<number | null>;
}

/** The built server over stdio, with nothing of a client library between. Requests of the server are answered with null. */
export function startServer(): Client {
  const child = spawn(process.execPath, ['out/server.js', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, XDG_CACHE_HOME: cache } });
  const rpc = createMessageConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!));
  const inbox = new Map<string, unknown[]>();
  const waiting = new Map<string, (params: unknown) => void>();
  const receive = (method: string, params: unknown): null => {
    const waiter = waiting.get(method);
    waiting.delete(method);
    if (waiter) waiter(params);
    else inbox.set(method, [...inbox.get(method) ?? [], params]);
    return null;
  };
  rpc.onRequest((method, params) => receive(method, params));
  rpc.onNotification((method, params) => void receive(method, params));
  rpc.listen();

  return {
    rpc, child,
    taken(method) {
      const messages = inbox.get(method) ?? [];
      inbox.delete(method);
      return messages;
    },
    next(method) {
      const [first, ...rest] = inbox.get(method) ?? [];
      if (first === undefined) return new Promise(resolve => waiting.set(method, resolve));
      inbox.set(method, rest);
      return Promise.resolve(first);
    },
    ended: new Promise(resolve => child.once('exit', resolve)),
  };
}
