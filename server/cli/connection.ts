import type { ProjectIndex } from '../core/migrations/project-index.js';
import { sqlProblem } from '../core/sql/problem.js';
import { resolveConnection } from '../edges/connections.js';
import type { Connection } from '../edges/connections.js';
import type { ConnectOptions } from '../edges/postgres.js';
import type { ConnectionRefusal, Session } from '../flows/ports.js';
import { seeHelp } from './command.js';
import { missing, openProjects } from './projects.js';
import type { Opened } from './projects.js';
import { failure, printable, wrongUse } from './terminal.js';
import type { ExitCode, Terminal } from './terminal.js';

/** One project and where to connect to. */
export interface Chosen {
  readonly opened: Opened;
  readonly index: ProjectIndex;
  readonly connection: Connection;
}

/** Finds the one project that a PATH means, and the connection; or says why it cannot. */
export async function choose(command: string, paths: readonly string[], nameOrUrl: string | undefined, terminal: Terminal): Promise<Chosen | ExitCode> {
  if (nameOrUrl === undefined) return wrongUse(terminal, `${command} needs --connection NAME or URL`, seeHelp(command));
  if (paths.length > 1) return wrongUse(terminal, `${command} takes one PATH`, seeHelp(command));
  const absent = missing(paths, terminal.cwd);
  if (absent !== undefined) return wrongUse(terminal, `no such file or folder: ${absent}`, seeHelp(command));

  const found = (await openProjects(paths, terminal)).flatMap(opened => opened.projects.map(index => ({ opened, index })));
  const [only, other] = found;
  if (only === undefined) return wrongUse(terminal, 'no project of migrations found', seeHelp(command));
  if (other !== undefined) {
    return wrongUse(terminal, 'several projects found', `Give one of them as PATH: ${found.map(it => it.opened.shown(it.index.project.folder)).join(', ')}`);
  }

  const { settings } = only.index;
  if (terminal.agent && !Object.hasOwn(settings.connections, nameOrUrl)) {
    return wrongUse(terminal, 'agents use the connections of migration-lens.jsonc', `There are: ${Object.keys(settings.connections).join(', ') || 'none'}`);
  }
  const connection = resolveConnection(nameOrUrl, { settings, env: terminal.env });
  if (connection.kind === 'problem') return wrongUse(terminal, connection.message, seeHelp(command));
  if (terminal.agent && connection.level === 'protected') return wrongUse(terminal, `${connection.name} is protected, and not for agents`, 'A person can run the command');
  return { ...only, connection };
}

/** Opens the session, runs the task, closes the session whatever happens. `reconnect` opens another, for reading. */
export async function withSession(
  connection: Connection,
  options: ConnectOptions,
  terminal: Terminal,
  task: (session: Session, reconnect: () => Promise<Session | ConnectionRefusal>) => Promise<ExitCode>,
): Promise<ExitCode> {
  // The driver is the largest part of the program, and only wanted here.
  const { connect } = await import('../edges/postgres.js');
  const session = await connect(connection, options);
  if (session.kind === 'refused') return failure(terminal, session.message);
  try {
    return await task(session, () => connect(connection, { ...options, readOnly: true }));
  } catch (error) {
    const { code, message } = sqlProblem(error);
    if (code === undefined) throw error;
    return failure(terminal, printable(`${connection.name}: ${message}`));
  } finally {
    await session.close();
  }
}
