import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { brotliDecompressSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { sqlProblem } from '../core/sql/problem.js';
import { guardWebAssembly } from './pglite/guard.js';
import type { Opening, Reply, Request } from './pglite/wire.js';

// PostgreSQL itself runs in this thread, on a cluster in memory that is gone with it. A statement that does not end,
// or that the engine does not survive, is ended by ending the thread.

const { extensions } = workerData as Opening;
/** The engine's own files, beside the bundle. */
const assets = join(__dirname, 'pglite');
const port = parentPort!;
const tell = (reply: Reply): void => port.postMessage(reply);

void start().then(engine => {
  port.on('message', (request: Request) => void answer(engine, request).then(tell));
  tell({ kind: 'ready' });
}, (error: unknown) => tell({ kind: 'broken', message: error instanceof Error ? error.message : String(error) }));

async function start(): Promise<PGlite> {
  const file = (name: string) => brotliDecompressSync(readFileSync(join(assets, `${name}.br`)));
  const pgliteWasmModule = new WebAssembly.Module(file('pglite.wasm'));
  guardWebAssembly();
  const bundles = extensions.filter(it => /^[\w-]+$/.test(it) && existsSync(join(assets, `${it}.tar.gz`))).map(name => [name.replaceAll('-', '_'), { name, setup: async () => ({ bundlePath: pathToFileURL(join(assets, `${name}.tar.gz`)) }) }] as const);
  const engine = await PGlite.create({
    pgliteWasmModule,
    fsBundle: new Blob([file('pglite.data')]),
    loadDataDir: new Blob([file('cluster.tar')]),
    extensions: Object.fromEntries(bundles),
    startParams: START,
    parsers: PARSERS,
  });
  await engine.exec(`set search_path = "$user", public; set max_stack_depth = '200kB'; set allow_system_table_mods = off`);
  return engine;
}

/**
 * As PGlite starts it (`PGlite.defaultStartParams`), but without `-O`, so that system tables are as closed as on a server, and with less memory.
 * With the default of `max_stack_depth` a deep recursion would go over WebAssembly's own stack, and leave an engine that answers nonsense.
 */
const START = [
  '--single', '-F', '-j', ...['search_path="$user", public', 'exit_on_error=false', 'log_checkpoints=false', 'max_worker_processes=0', 'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0', 'max_parallel_maintenance_workers=0', 'io_method=sync', 'shared_buffers=16MB', 'max_stack_depth=200kB'].flatMap(it => ['-c', it]),
];

/** What `pg` gives: dates and times as the server writes them, eight-byte numbers as text. */
const PARSERS = Object.fromEntries([20, 1082, 1114, 1184, 1083, 1266, 1186].map(oid => [oid, (text: string) => text]));

async function answer(engine: PGlite, request: Request): Promise<Reply> {
  try {
    switch (request.kind) {
      case 'query': {
        const { rows } = request.values.length > 0 ? await engine.query(request.text, [...request.values], { parsers: PARSERS }) : (await engine.exec(request.text, { parsers: PARSERS })).at(-1) ?? { rows: [] };
        return { kind: 'rows', rows: rows as readonly Record<string, unknown>[] };
      }
      case 'copy':
        await engine.exec(request.text, { blob: new Blob([request.rows]) });
        return { kind: 'rows', rows: [] };
      case 'execute':
        return await execute(engine, request.text);
    }
  } catch (error) {
    return { kind: 'failed', problem: sqlProblem(error) };
  }
}

/** One message of the simple protocol: what of it was completed is counted. An answer without an end comes from an engine that is lost. */
async function execute(engine: PGlite, text: string): Promise<Reply> {
  const body = new TextEncoder().encode(text);
  const message = new Uint8Array(body.length + 6);
  message[0] = 'Q'.charCodeAt(0);
  new DataView(message.buffer).setUint32(1, body.length + 5);
  message.set(body, 5);

  const { messages } = await engine.execProtocol(message, { throwOnError: false, onNotice: ({ message: notice }) => tell({ kind: 'notice', message: notice ?? '' }) });
  const completed = messages.filter(it => it.name === 'commandComplete').length;
  const error = messages.find(it => it.name === 'error');
  if (error) return { kind: 'failed', problem: { ...sqlProblem(error), completed } };
  return messages.at(-1)?.name === 'readyForQuery' ? { kind: 'rows', rows: [] } : { kind: 'broken', message: 'The embedded PostgreSQL does not survive this statement' };
}
