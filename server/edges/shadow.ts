import type { Shadow } from '../flows/ports.js';
import { resolveConnection } from './connections.js';
import type { ConnectionProblem, Surroundings } from './connections.js';

/** Where replays run: on the server of a connection, or without a name in memory. Each is loaded when it is asked for: a driver, and an engine. */
export async function shadowNamed(nameOrUrl: string | undefined, surroundings: Surroundings): Promise<Shadow | ConnectionProblem> {
  if (nameOrUrl === undefined) return (await import('./pglite.js')).pglite;
  const connection = resolveConnection(nameOrUrl, surroundings);
  if (connection.kind === 'problem') return connection;
  if (connection.level !== 'normal') return { kind: 'problem', message: `${connection.name} is marked ${connection.level === 'readOnly' ? 'read-only' : 'protected'}: nothing is tried out there` };
  return (await import('./shadow-server.js')).shadowOn(connection);
}
