import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { sqlProblem } from '../../core/sql/problem.js';
import type { ConnectionRefusal } from '../../flows/ports.js';
import type { Connection, Tls } from '../connections.js';

/** `false`: without TLS. */
export type TlsOptions = false | ConnectionOptions;

/** The ways to connect, in the order in which libpq tries them for the `sslmode`. */
export function tlsAttempts({ tls }: Connection): readonly TlsOptions[] | Omit<ConnectionRefusal, 'address'> {
  try {
    switch (tls.mode) {
      case 'disable': return [false];
      case 'allow': return [false, unverified(tls)];
      case 'prefer': return [unverified(tls), false];
      // As libpq: a root certificate that is there is there to be used.
      case 'require': return [rootOf(tls) === undefined ? unverified(tls) : verifiedChain(tls)];
      case 'verify-ca': return [verifiedChain(tls)];
      case 'verify-full': return [verified(tls)];
    }
  } catch (error) {
    return { kind: 'refused', reason: 'tls', message: `A certificate file cannot be read: ${sqlProblem(error).message}` };
  }
}

/** The server does no TLS, or does not let this user in this way. */
export function isNextWorthTrying(error: unknown): boolean {
  const { code, message } = sqlProblem(error);
  return code === '28000' || /does not support SSL|establishing an SSL connection/.test(message);
}

function unverified(tls: Tls): ConnectionOptions {
  return { ...own(tls), rejectUnauthorized: false };
}

function verifiedChain(tls: Tls): ConnectionOptions {
  return { ...verified(tls), checkServerIdentity: () => undefined };
}

/** Without a root certificate of the person's own, the public authorities count. */
function verified(tls: Tls): ConnectionOptions {
  const root = rootOf(tls);
  return { ...own(tls), rejectUnauthorized: true, ...(root !== undefined && { ca: fs.readFileSync(root) }) };
}

function rootOf({ rootCertificate }: Tls): string | undefined {
  if (rootCertificate === 'system') return undefined;
  const usual = path.join(os.homedir(), '.postgresql', 'root.crt');
  return rootCertificate ?? (fs.existsSync(usual) ? usual : undefined);
}

function own({ certificate, key }: Tls): ConnectionOptions {
  return { ...(certificate && { cert: fs.readFileSync(certificate) }), ...(key && { key: fs.readFileSync(key) }) };
}
