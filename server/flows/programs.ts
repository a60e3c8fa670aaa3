import type { Command } from '../core/tools/tool/run.js';
import type { ProgramEnding, ProgramOptions, Programs, Session } from './ports.js';

/** As a person would type it; a script that is an argument is called what it is. */
export function commandLine({ argv }: Command): string {
  return argv.map(it => (it.includes('\n') ? '…' : /^[\w@%+=:,./-]+$/.test(it) ? it : `'${it.replaceAll("'", `'\\''`)}'`)).join(' ');
}

/** Lets a tool run beside our session, as the one that does the same elsewhere: its own are named after ours, by which they are found and cancelled. */
export async function runBeside(session: Session, command: Command, programs: Programs, { signal, ...options }: Omit<ProgramOptions, 'name' | 'encrypted'>): Promise<ProgramEnding> {
  const { pid, encrypted } = session.info;
  const name = `migration-lens ${pid}`;
  // First on the server, which would otherwise go on without the program.
  const interrupt = new AbortController();
  const cancel = () => void cancelNamed(name, session).then(() => interrupt.abort());
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  try {
    return await programs.run(command, { ...options, name, encrypted, signal: interrupt.signal });
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** The tool's sessions bear the name that it was told by `PGAPPNAME`, where its driver heeds that. */
async function cancelNamed(name: string, session: Session): Promise<void> {
  await session.query({ text: 'select pg_cancel_backend(pid) from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()', values: [name] }).catch(() => undefined);
}
