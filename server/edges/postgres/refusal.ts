import { sqlProblem } from '../../core/sql/problem.js';
import type { ConnectionRefusal } from '../../flows/ports.js';
import type { Password } from '../connections/pgpass.js';

/** The server asked for a password and there was none to send. */
export class PasswordWanted extends Error {}

/** Says why no session came to be, in words that help to mend it. */
export function refusalOf(error: unknown, address: ConnectionRefusal['address'], password: () => Password): ConnectionRefusal {
  const { host, port, database, user } = address;
  const where = host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${host}:${port}`;
  const refused = (reason: ConnectionRefusal['reason'], message: string): ConnectionRefusal => ({ kind: 'refused', reason, message, address });

  if (error instanceof PasswordWanted) return refused('password', sentence(`${where} wants a password for "${user}"`, absence(password)));
  const { code, message, detail } = sqlProblem(firstOf(error));
  switch (code) {
    case '28P01': return refused('password', sentence(`${where} does not accept the password of "${user}"`, absence(password)));
    case '3D000': return refused('other', `There is no database "${database}" on ${where}`);
    case 'ENOTFOUND': case 'EAI_AGAIN': return refused('unreachable', `The host "${host}" is unknown`);
    case 'ECONNREFUSED': return refused('unreachable', `Nothing listens on ${where}: is the server running there?`);
    case 'ENOENT': case 'ENOTDIR': return refused('unreachable', `There is no socket ${where}: is the server running there?`);
    case 'ETIMEDOUT': case 'EHOSTUNREACH': case 'ENETUNREACH': return refused('unreachable', `${where} cannot be reached: ${message}`);
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return refused('trust', `The certificate of ${where} is made out for another host; sslmode=verify-full wants its name to match`);
    case 'CERT_HAS_EXPIRED': return refused('trust', `The certificate of ${where} has expired`);
    case 'SELF_SIGNED_CERT_IN_CHAIN': case 'DEPTH_ZERO_SELF_SIGNED_CERT': case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE': case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY': case 'UNABLE_TO_GET_ISSUER_CERT':
      return refused('trust', `The certificate of ${where} is signed by nobody that is trusted here; sslrootcert names the authority's file`);
  }
  if (/does not support SSL/.test(message)) return refused('tls', `${where} does no TLS, and the connection's sslmode asks for it`);
  if (/establishing an SSL connection|SSL|TLS/.test(message) && code === undefined) return refused('tls', `${where} fails at TLS: ${message}`);
  if (message === 'timeout expired') return refused('unreachable', `${where} does not answer`);
  if (/SASL|SCRAM/.test(message)) return refused('password', `${where} does not accept the password of "${user}": ${message}`);
  if (/terminated|ECONNRESET/.test(message)) return refused('unreachable', `${where} ended the connection before it was made: is a PostgreSQL server there?`);
  return refused('other', sentence(message, detail));
}

/** Node tries every address of a host and then reports all failures in one. */
function firstOf(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : error;
}

function absence(password: () => Password): string | undefined {
  const found = password();
  return 'absent' in found ? found.absent : undefined;
}

function sentence(said: string, more: string | undefined): string {
  return more === undefined ? said : `${said}; ${more}`;
}
