import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import type { Requests } from '../protocol.js';
import { projectAt } from './session.js';
import type { Located, Session } from './session.js';

type Handler<M extends keyof Requests> = (params: Requests[M]['params'], token: CancellationToken) => Requests[M]['result'] | Promise<Requests[M]['result']>;

/** Registers a handler for one of our own requests, typed by the table of the protocol. */
export function answering(connection: Connection): <M extends keyof Requests>(method: M, handler: Handler<M>) => void {
  return (method, handler) => {
    connection.onRequest<object, void>(method, async (params, token) => handler(params, token));
  };
}

/** For a handler that only reads: answers at once when the client loses interest. What was begun is there for whoever asks next. */
export function cancellable<P, R>(handler: (params: P) => Promise<R>): (params: P, token: CancellationToken) => Promise<R | ResponseError<void>> {
  return async (params, token) => {
    const over = new ResponseError<void>(LSPErrorCodes.RequestCancelled, 'Cancelled');
    // A token that is so from the start tells nobody.
    if (token.isCancellationRequested) return over;
    let heard: { dispose(): void } | undefined;
    const cancelled = new Promise<typeof over>(resolve => { heard = token.onCancellationRequested(() => resolve(over)); });
    try {
      return await Promise.race([handler(params), cancelled]);
    } finally {
      heard?.dispose();
    }
  };
}

/** Waits for the index, so that a project which is only just being read is found. */
export async function located(session: Session, project: string): Promise<Located> {
  await session.settled();
  const found = projectAt(session.now(), project);
  if (found === undefined) throw new Error('There is no such project any more');
  return found;
}
