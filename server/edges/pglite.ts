import { Worker } from 'node:worker_threads';
import { tokens } from '../core/sql/lexer.js';
import { CONNECTION_LOST } from '../core/sql/problem.js';
import type { ConnectionRefusal, Session, SessionInfo, Shadow } from '../flows/ports.js';
import type { Opening, Reply, Request } from './pglite/wire.js';
import { bundle } from './worker.js';

/** PostgreSQL in this process, on a database in memory: what runs there reaches neither disk nor network. */
export const pglite: Shadow = { engine: 'pglite', open };

async function open(extensions: readonly string[]): Promise<Session | ConnectionRefusal> {
  const opening: Opening = { extensions };
  const worker = new Worker(bundle('pglite-worker.js'), { workerData: opening, env: {}, stdout: true, stderr: true });
  const thread = threadOf(worker);
  const first = await thread.next();
  if (first.kind !== 'ready') {
    await worker.terminate();
    return { kind: 'refused', reason: 'other', message: `The embedded PostgreSQL does not start: ${first.kind === 'broken' ? first.message : first.kind}`, address: { host: '', port: 0, database: '', user: '' } };
  }

  const query: Session['query'] = ({ text, values }) => ask({ kind: 'query', text, values });
  return {
    kind: 'session', info: await infoOf(query), query,
    execute: async (text, rows) => void await ask(rows === undefined ? { kind: 'execute', text } : { kind: 'copy', text: fromBlob(text), rows }),
    onNotice: thread.onNotice,
    cancel: async () => {
      thread.end({ code: '57014', message: 'canceling statement due to user request' });
      await worker.terminate();
    },
    close: async () => void await worker.terminate(),
  };

  async function ask(request: Request) {
    const reply = await thread.ask(request);
    switch (reply.kind) {
      case 'rows': return reply.rows;
      case 'failed': throw reply.problem;
      default:
        await worker.terminate();
        throw { code: CONNECTION_LOST, message: reply.kind === 'broken' || reply.kind === 'notice' ? reply.message : 'The embedded PostgreSQL has lost its place' };
    }
  }
}

function threadOf(worker: Worker) {
  const waiting: ((reply: Reply) => void)[] = [];
  const listeners = new Set<(message: string) => void>();
  let ended: Reply | undefined;
  worker.on('message', (reply: Reply) => {
    if (reply.kind === 'notice') for (const listen of listeners) listen(reply.message);
    else waiting.shift()?.(reply);
  });
  const lost = (error?: unknown) => end({ code: CONNECTION_LOST, message: `The embedded PostgreSQL has ended${error instanceof Error ? `: ${error.message}` : ''}` });
  worker.on('error', lost).on('exit', () => lost());
  return { ask, next, end, onNotice };

  function ask(request: Request): Promise<Reply> {
    if (ended) return Promise.resolve(ended);
    worker.postMessage(request);
    return next();
  }

  function next(): Promise<Reply> {
    return new Promise(resolve => waiting.push(resolve));
  }

  function end(problem: { readonly code: string; readonly message: string }): void {
    ended ??= { kind: 'failed', problem: { code: CONNECTION_LOST, message: 'The embedded PostgreSQL has ended' } };
    for (const resolve of waiting.splice(0)) resolve({ kind: 'failed', problem });
  }

  function onNotice(listener: (message: string) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }
}

async function infoOf(query: Session['query']): Promise<SessionInfo> {
  const [row] = await query({
    text: `select current_database() as database, current_user as "user", current_setting('server_version') as version, current_setting('server_version_num')::int as number, pg_backend_pid() as pid`,
    values: [],
  });
  const said = row as { database: string; user: string; version: string; number: number; pid: number };
  return {
    host: 'in memory', port: 0, database: said.database, user: said.user, serverVersion: said.version, major: Math.trunc(said.number / 10_000), pid: said.pid,
    encrypted: false, currentSchema: 'public', pooled: false,
  };
}

/** The engine reads no rows from its client: it would wait for them and never come back. It reads them from a file of this name. */
function fromBlob(text: string): string {
  const all = tokens(text);
  const isWord = (at: number, word: string) => all[at]?.kind === 'word' && text.slice(all[at].span.start, all[at].span.end).toLowerCase() === word;
  const at = all.findIndex((_, i) => isWord(i, 'from') && isWord(i + 1, 'stdin'));
  const { start, end } = all[at + 1]!.span;
  return `${text.slice(0, start)}'/dev/blob'${text.slice(end)}`;
}
