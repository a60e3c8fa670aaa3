import os from 'node:os';
import path from 'node:path';
import type { ConnectionSetting, Level } from '../core/settings/settings.js';
import { parametersOf, expandEnvironment } from './connections/parameters.js';
import type { Parameters } from './connections/parameters.js';
import { findPassword } from './connections/pgpass.js';
import type { Password } from './connections/pgpass.js';
import { serviceParameters } from './connections/service-file.js';

/** Where and how to connect. It can be logged: the password is behind a function, which is called when the server asks. */
export interface Connection {
  readonly kind: 'connection';
  /** As it was named; of an address without a name, `user@host/database`. */
  readonly name: string;
  /** A host name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly level: Level;
  /** Previews may run migrations here, and roll them back. */
  readonly preview: boolean;
  readonly tls: Tls;
  /** The server's run-time parameters: `search_path`. */
  readonly runtime: Readonly<Record<string, string>>;
  /** What the URL tells a migration tool, `x-migrations-table`: names in lower case. */
  readonly tool: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly connectTimeout: number;
  readonly password: () => Password;
}

export interface ConnectionProblem {
  readonly kind: 'problem';
  /** One sentence for people, without anything of the URL's text. */
  readonly message: string;
}

/** https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS */
export interface Tls {
  readonly mode: (typeof MODES)[number];
  /** Files. `rootCertificate` may be `system`. */
  readonly rootCertificate?: string;
  readonly certificate?: string;
  readonly key?: string;
}

const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

export interface Surroundings {
  readonly settings: { readonly connections: Readonly<Record<string, ConnectionSetting>> };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads a connection by libpq's rules: what is given wins over the service file, that over `PG*`, those over the defaults.
 *
 * @param nameOrUrl a name of the settings, a URL (`postgres://`, `jdbc:postgresql://`, golang-migrate's `pgx5://`), or
 *   `host=… dbname=…`; without it, `DATABASE_URL`, else `PG*`.
 */
export function resolveConnection(nameOrUrl: string | undefined, { settings, env }: Surroundings): Connection | ConnectionProblem {
  const named = nameOrUrl !== undefined && Object.hasOwn(settings.connections, nameOrUrl) ? settings.connections[nameOrUrl] : undefined;
  const written = named?.url ?? nameOrUrl ?? env['DATABASE_URL'] ?? '';
  if (written === '' && !['PGHOST', 'PGDATABASE', 'PGSERVICE', 'PGUSER'].some(name => env[name])) {
    return problem('No connection is given: name one, or set DATABASE_URL or PGHOST and PGDATABASE');
  }

  const expanded = expandEnvironment(written, env);
  if (expanded.kind === 'problem') return expanded;
  const given = parametersOf(expanded.text);
  if (given === undefined) {
    const known = Object.keys(settings.connections);
    return problem(named || nameOrUrl === undefined || /[:=/@]/.test(nameOrUrl)
      ? 'This is no PostgreSQL URL: postgres://user@host:5432/database is one'
      : `There is no connection named "${nameOrUrl}"${known.length > 0 ? `; there are: ${known.join(', ')}` : ''}`);
  }

  const service = given.parameters['service'] ?? env['PGSERVICE'];
  const fromService = service === undefined ? { parameters: {} } : serviceParameters(service, env);
  if ('kind' in fromService) return fromService;
  return connectionOf(named ? nameOrUrl : undefined, { ...fromEnvironment(env), ...fromService.parameters, ...given.parameters }, given, named, env);
}

function connectionOf(
  name: string | undefined,
  parameters: Parameters,
  { runtime, tool }: { readonly runtime: Parameters; readonly tool: Parameters },
  named: ConnectionSetting | undefined,
  env: Surroundings['env'],
): Connection | ConnectionProblem {
  const host = parameters['host'] || parameters['hostaddr'] || 'localhost';
  if (host.includes(',')) return problem('The connection names several hosts; name the one that is to be migrated');
  const port = Number(parameters['port'] || 5432);
  if (!Number.isInteger(port) || port < 1 || port > 65535) return problem('The port is no number from 1 to 65535');
  const user = parameters['user'] || env['USER'] || env['USERNAME'] || os.userInfo().username;
  const database = parameters['dbname'] || user;

  const tls = tlsOf(parameters, host, env);
  if ('kind' in tls) return tls;
  const written = parameters['password'];
  return {
    kind: 'connection', name: name ?? `${user}@${host}/${database}`,
    host, port, database, user, tls, runtime, tool,
    level: named?.level ?? 'normal',
    preview: named?.preview ?? false,
    connectTimeout: 1000 * (Number(parameters['connect_timeout']) || 15),
    password: () => (written ? { text: written } : findPassword({ host, port, database, user }, parameters['passfile'], env)),
  };
}

function tlsOf(parameters: Parameters, host: string, env: Surroundings['env']): Tls | ConnectionProblem {
  // A Unix socket has no TLS.
  if (host.startsWith('/')) return { mode: 'disable' };
  const rootCertificate = parameters['sslrootcert'];
  const mode = MODES.find(it => it === (parameters['sslmode'] || (rootCertificate === 'system' ? 'verify-full' : 'prefer')));
  if (mode === undefined) return problem(`sslmode is one of ${MODES.join(', ')}`);
  const expand = (file: string) => file.replace(/^~(?=[/\\])/, env['HOME'] ?? os.homedir());
  return {
    mode,
    ...(rootCertificate && { rootCertificate: rootCertificate === 'system' ? rootCertificate : path.resolve(expand(rootCertificate)) }),
    ...(parameters['sslcert'] && { certificate: path.resolve(expand(parameters['sslcert'])) }),
    ...(parameters['sslkey'] && { key: path.resolve(expand(parameters['sslkey'])) }),
  };
}

/** https://www.postgresql.org/docs/current/libpq-envars.html */
const VARIABLES: Readonly<Record<string, string>> = {
  PGHOST: 'host', PGHOSTADDR: 'hostaddr', PGPORT: 'port', PGDATABASE: 'dbname', PGUSER: 'user', PGPASSWORD: 'password', PGPASSFILE: 'passfile',
  PGSSLMODE: 'sslmode', PGSSLROOTCERT: 'sslrootcert', PGSSLCERT: 'sslcert', PGSSLKEY: 'sslkey', PGCONNECT_TIMEOUT: 'connect_timeout',
};

function fromEnvironment(env: Surroundings['env']): Parameters {
  return Object.fromEntries(Object.entries(VARIABLES).flatMap(([variable, parameter]) => (env[variable] ? [[parameter, env[variable]]] : [])));
}

function problem(message: string): ConnectionProblem {
  return { kind: 'problem', message };
}
