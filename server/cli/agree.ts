import type { Connection } from '../edges/connections.js';
import type { SessionInfo } from '../flows/ports.js';
import { wrongUse } from './terminal.js';
import type { ExitCode, Terminal } from './terminal.js';

/** What is asked about: `apply`, `2 migrations to`. */
export interface Deed {
  readonly verb: string;
  readonly what: string;
  /** When the answer is no. */
  readonly nothing: string;
}

/** Why a command that writes cannot be run from here; `undefined`: it can, or will ask. */
export function askingFails(command: string, { name, level }: Connection, yes: boolean, terminal: Terminal): ExitCode | undefined {
  if (terminal.interactive || (yes && level !== 'protected')) return undefined;
  return wrongUse(terminal, level === 'protected'
    ? `${name} is protected: ${command} asks for the database's name, and there is no terminal to ask on`
    : `${command} asks before it ${command === 'apply' ? 'runs' : 'writes'} anything, and there is no terminal to ask on`, `Give --yes to ${command} without being asked, on connections that are not protected`);
}

/** The question names what cannot be undone: where, as whom, and how much. */
export async function agreed({ name, level }: Connection, { database, host, port, user }: SessionInfo, { verb, what, nothing }: Deed, yes: boolean, terminal: Terminal): Promise<boolean> {
  const all = `${what} database "${database}" on ${host}:${port} as ${user}`;
  if (level === 'protected') {
    if (await terminal.ask(`${name} is protected. To ${verb} ${all}, type the database's name: `) === database) return true;
    terminal.say(`That is not its name. ${nothing}\n`);
    return false;
  }
  if (yes || /^y(es)?$/i.test(await terminal.ask(`${verb[0]!.toUpperCase()}${verb.slice(1)} ${all}? [y/N] `))) return true;
  terminal.say(`${nothing}\n`);
  return false;
}
