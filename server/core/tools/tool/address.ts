/** Where a program is to connect. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** libpq's `sslmode`. */
  readonly ssl: string;
  /** For the environment only. */
  readonly password?: string;
}

/** As most tools read it: `postgres://user:password@host:port/database?sslmode=…`. Of a Unix socket, the host is a parameter. */
export function urlOf({ host, port, database, user, ssl, password }: Address): string {
  const who = `${encodeURIComponent(user)}${password === undefined ? '' : `:${encodeURIComponent(password)}`}`;
  const socket = host.startsWith('/');
  const where = socket ? '' : `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return `postgres://${who}@${where}/${encodeURIComponent(database)}?${socket ? `host=${encodeURIComponent(host)}&port=${port}&` : ''}sslmode=${ssl}`;
}
