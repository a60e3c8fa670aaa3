import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, relative, resolve, sep } from 'node:path';
import type { Address } from '../core/tools/tool/address.js';
import type { Command } from '../core/tools/tool/run.js';
import type { ProgramEnding, ProgramOptions, Programs } from '../flows/ports.js';
import type { Connection } from './connections.js';
import { writtenOptions } from './connections/parameters.js';

/**
 * Starts the tools of a workspace below `root`, told by the environment where to connect. Nothing of the password is in an
 * argument, and none of it in what is told. Only for workspaces that are trusted: the programs are the repository's.
 */
export function programsIn(root: string, connection: Connection, password: string | undefined): Programs {
  const found = password === undefined ? connection.password() : { text: password };
  const secret = 'text' in found && found.text !== '' ? found.text : undefined;
  return {
    run(command, { name, encrypted, readOnly, signal, tell }) {
      const address = addressOf(connection, encrypted, secret);
      const runtime = { ...connection.runtime, ...(readOnly && { default_transaction_read_only: 'on' }) };
      const env = { ...process.env, ...variablesOf({ ...connection, runtime }, address), PGAPPNAME: name, ...command.environment?.(address) };
      return run(root, command, env, signal, (line, from) => tell(secret === undefined ? line : line.replaceAll(secret, '***').replaceAll(encodeURIComponent(secret), '***'), from));
    },
  };
}

/** For what needs no database: whoever connects all the same is led nowhere. */
export function programsWithout(root: string): Programs {
  const nowhere: Address = { host: 'localhost', port: 1, database: 'none', user: 'nobody', ssl: 'disable' };
  const variables = variablesOf({ tls: { mode: 'disable' }, runtime: {} }, nowhere);
  return {
    run: (command, { signal, tell }) => run(root, command, { ...process.env, ...variables, ...command.environment?.(nowhere) }, signal, tell),
  };
}

function run(root: string, { argv: [program, ...args], folder }: Command, env: NodeJS.ProcessEnv, signal: AbortSignal, tell: ProgramOptions['tell']): Promise<ProgramEnding> {
  const cwd = resolve(root, folder);
  const path = [...programFolders(root, cwd), env['PATH'] ?? ''].join(delimiter);
  return new Promise(done => {
    const child = spawn(program.includes('/') ? join(cwd, program) : program, args, {
      cwd, env: { ...env, PATH: path }, shell: false, windowsHide: true, stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it starts ends with it.
      detached: process.platform !== 'win32',
    });
    let forced: NodeJS.Timeout | undefined;
    const stop = () => {
      kill('SIGINT');
      forced = setTimeout(() => kill('SIGKILL'), GRACE);
    };
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    for (const from of ['stdout', 'stderr'] as const) byLine(child[from].setEncoding('utf8'), line => tell(line, from));
    child.once('error', error => end({ kind: 'absent', message: error.message }));
    child.once('close', code => end(signal.aborted ? { kind: 'cancelled' } : { kind: 'ended', code: code ?? -1 }));

    function end(ending: ProgramEnding): void {
      clearTimeout(forced);
      signal.removeEventListener('abort', stop);
      done(ending);
    }

    function kill(name: NodeJS.Signals): void {
      try {
        if (child.pid !== undefined) process.kill(process.platform === 'win32' ? child.pid : -child.pid, name);
      } catch {
        // It has ended by itself.
      }
    }
  });
}

/** Milliseconds that a program has to end itself when it is interrupted. */
const GRACE = 10_000;

/** Where the ecosystems keep a project's own programs, innermost first. */
function programFolders(root: string, cwd: string): readonly string[] {
  const folders: string[] = [];
  for (let at = cwd; isBelow(at, root); at = dirname(at)) {
    folders.push(...['.venv/bin', 'venv/bin', '.venv/Scripts', 'venv/Scripts', 'node_modules/.bin'].map(it => join(at, it)).filter(it => existsSync(it)));
    if (dirname(at) === at) break;
  }
  return folders;
}

function isBelow(path: string, root: string): boolean {
  const from = relative(resolve(root), path);
  return from !== '..' && !from.startsWith(`..${sep}`);
}

/** A line at a time, however the chunks fall; the last one needs no end. */
function byLine(stream: NodeJS.ReadableStream, tell: (line: string) => void): void {
  let rest = '';
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop()!;
    lines.forEach(it => tell(it));
  });
  stream.on('end', () => {
    if (rest !== '') tell(rest);
  });
}

/** https://www.postgresql.org/docs/current/libpq-envars.html */
function variablesOf({ tls, runtime }: Pick<Connection, 'tls' | 'runtime'>, { host, port, database, user, ssl, password }: Address): Record<string, string> {
  return {
    PGHOST: host, PGPORT: String(port), PGDATABASE: database, PGUSER: user, PGSSLMODE: ssl,
    ...(password !== undefined && { PGPASSWORD: password }),
    ...(tls.rootCertificate !== undefined && { PGSSLROOTCERT: tls.rootCertificate }),
    ...(tls.certificate !== undefined && { PGSSLCERT: tls.certificate }),
    ...(tls.key !== undefined && { PGSSLKEY: tls.key }),
    ...(Object.keys(runtime).length > 0 && { PGOPTIONS: writtenOptions(runtime) }),
  };
}

function addressOf({ host, port, database, user, tls: { mode } }: Connection, encrypted: boolean, password: string | undefined): Address {
  const ssl = mode.startsWith('verify') ? mode : encrypted ? 'require' : 'disable';
  return { host, port, database, user, ssl, ...(password !== undefined && { password }) };
}
