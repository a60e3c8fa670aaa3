import pg from 'pg';
import { CONNECTION_LOST, sqlProblem } from '../core/sql/problem.js';
import type { Sql } from '../core/tools/tool/history.js';
import type { ConnectionRefusal, Session, SessionInfo } from '../flows/ports.js';
import type { Connection } from './connections.js';
import { writtenOptions } from './connections/parameters.js';
import { cancelOf } from './postgres/cancel.js';
import { PasswordWanted, refusalOf } from './postgres/refusal.js';
import { isNextWorthTrying, tlsAttempts } from './postgres/tls.js';
import type { TlsOptions } from './postgres/tls.js';

export interface ConnectOptions {
  /** Of the person or their secret storage; wins over what the connection itself would find. */
  readonly password?: string;
  /** The server refuses every write of this session; so it does for a connection of the level `readOnly`. */
  readonly readOnly?: boolean;
}

/**
 * Opens a session. What a person can mend (a password, a host, a certificate) is an answer; it never throws for those.
 * A password is only ever sent when the server asks, and never an empty one: servers lock accounts for that.
 */
export async function connect(connection: Connection, options: ConnectOptions = {}): Promise<Session | ConnectionRefusal> {
  const { host, port, database, user } = connection;
  const refused = (error: unknown) => refusalOf(error, { host, port, database, user }, connection.password);

  const attempts = tlsAttempts(connection);
  if ('kind' in attempts) return { ...attempts, address: { host, port, database, user } };
  for (const [i, tls] of attempts.entries()) {
    const client = clientFor(connection, tls, options.password);
    try {
      await client.connect();
      return await sessionOf(client, connection, tls, options);
    } catch (error) {
      await ended(client);
      if (i === attempts.length - 1 || !isNextWorthTrying(error)) return refused(error);
    }
  }
  throw new RangeError('There is always one way to try');
}

function clientFor(connection: Connection, tls: TlsOptions, password: string | undefined): pg.Client {
  const client = new pg.Client({
    host: connection.host, port: connection.port, database: connection.database, user: connection.user,
    ssl: tls,
    application_name: 'migration-lens',
    connectionTimeoutMillis: connection.connectTimeout,
    keepAlive: true,
    types: { getTypeParser: (oid: number) => (DATES.has(oid) ? (text: string) => text : pg.types.getTypeParser(oid, 'text')) } as pg.CustomTypesConfig,
    ...(Object.keys(connection.runtime).length > 0 && { options: writtenOptions(connection.runtime) }),
    password: () => {
      const found = password === undefined ? connection.password() : { text: password };
      if (!('text' in found) || found.text === '') throw new PasswordWanted();
      return found.text;
    },
  });
  // Without a listener an idle session that the server ends would end this process.
  client.on('error', () => undefined);
  return client;
}

/** `date`, `timestamp`, `timestamptz`, `time`, `timetz`, `interval`: as the server writes them, since JavaScript's dates know no time without a zone. */
const DATES: ReadonlySet<number> = new Set([1082, 1114, 1184, 1083, 1266, 1186]);

async function sessionOf(client: pg.Client, connection: Connection, tls: TlsOptions, { readOnly = false }: ConnectOptions): Promise<Session> {
  const query = async ({ text, values }: Sql) => {
    try {
      // Without parameters the simple protocol: the extended one would leave a snapshot open while a transaction idles,
      // and somebody's CREATE INDEX CONCURRENTLY waiting for it.
      const result = await (values.length > 0 ? client.query(text, [...values]) : client.query(text)) as pg.QueryResult | pg.QueryResult[];
      const last = Array.isArray(result) ? result.at(-1) : result;
      return (last?.rows ?? []) as readonly Readonly<Record<string, unknown>>[];
    } catch (error) {
      throw withCode(error);
    }
  };

  const info = await infoOf(client, connection, tls !== false, query);
  // Behind a pooler a SET would outlive this session in somebody else's.
  if ((readOnly || connection.level === 'readOnly') && !info.pooled) await query({ text: 'set default_transaction_read_only = on', values: [] });

  return {
    kind: 'session', info, query,
    execute: async (text, rows) => {
      const completed = counting(client);
      try {
        await (rows === undefined ? client.query(text) : copy(client, text, rows));
      } catch (error) {
        throw Object.assign(withCode(error) as object, { completed: completed() });
      } finally {
        completed();
      }
    },
    onNotice: listener => {
      const listen = ({ message }: { readonly message?: string | undefined }) => listener(message ?? '');
      client.on('notice', listen);
      return () => client.off('notice', listen);
    },
    cancel: cancelOf(client, tls),
    close: () => ended(client),
  };
}

function copy(client: pg.Client, text: string, rows: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const query = new pg.Query(text) as pg.Query & { handleCopyInResponse(connection: CopyConnection): void };
    query.handleCopyInResponse = connection => {
      connection.sendCopyFromChunk(Buffer.from(rows));
      connection.endCopyFrom();
    };
    query.on('error', reject).on('end', () => resolve());
    client.query(query);
  });
}

interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

async function infoOf(client: pg.Client, { host, port, tool }: Connection, encrypted: boolean, query: Session['query']): Promise<SessionInfo> {
  const [row] = await query({
    text: `select pg_backend_pid() as pid, current_database() as database, current_user as "user", current_schema() as schema,
             current_setting('server_version') as version, current_setting('server_version_num')::int as number`,
    values: [],
  });
  const said = row as { pid: number; database: string; user: string; schema: string | null; version: string; number: number };
  return {
    host, port, database: said.database, user: said.user, serverVersion: said.version, major: Math.trunc(said.number / 10_000),
    pid: said.pid, encrypted, ...(Object.keys(tool).length > 0 && { parameters: tool }), ...(said.schema !== null && { currentSchema: said.schema }),
    // A pooler answers the start-up with a process number of its own making.
    pooled: (client as unknown as { readonly processID: number }).processID !== said.pid,
  };
}

/** Counts the statements that the server completes, until it is asked how many: the place of an error that has no position. */
function counting(client: pg.Client): () => number {
  const { connection } = client as unknown as { readonly connection: NodeJS.EventEmitter };
  let count = 0;
  const another = () => {
    count++;
  };
  connection.on('commandComplete', another);
  return () => {
    connection.off('commandComplete', another);
    return count;
  };
}

/** A failure that Postgres did not report is the connection's: class 08. */
function withCode(error: unknown): unknown {
  return error instanceof pg.DatabaseError ? error : { ...sqlProblem(error), code: CONNECTION_LOST };
}

/** Says good-bye; a server that does not answer to that is left. */
async function ended(client: pg.Client): Promise<void> {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }).connection;
  const deadline = setTimeout(() => stream.destroy(), 2000);
  await client.end().catch(() => undefined);
  clearTimeout(deadline);
}
