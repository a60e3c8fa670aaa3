import pg from 'pg';
import type { TlsOptions } from './tls.js';

/**
 * Asks the server, over a connection of its own, to cancel what the session runs; resolves when the server has heard it.
 * The protocol's cancel request needs no log-in, no free connection slot, and reaches through a pooler.
 */
export function cancelOf(client: pg.Client, tls: TlsOptions): () => Promise<void> {
  const { processID, secretKey, host, port } = client as unknown as
    { readonly processID: number; readonly secretKey: number; readonly host: string; readonly port: number };

  return () => new Promise((resolve, reject) => {
    const connection = new pg.Connection({ ssl: tls } as pg.ConnectionConfig) as pg.Connection & {
      connect(port: number | string, host?: string): void;
      requestSsl(): void;
      cancel(processID: number, secretKey: number): void;
    };
    const cancel = () => connection.cancel(processID, secretKey);
    connection.on('connect', () => (tls ? connection.requestSsl() : cancel()));
    connection.on('sslconnect', cancel);
    connection.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve() : reject(error)));
    connection.on('end', () => resolve());
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, host);
  });
}
