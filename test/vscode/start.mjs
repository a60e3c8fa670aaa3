import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Shows Migration Lens on a sample shop with a Postgres of its own: in desktop VS Code if there is one, else in the browser. */
const ROOT = path.resolve(import.meta.dirname, '../..');

if (!existsSync(path.join(ROOT, 'node_modules'))) run('npm', ['ci', '--ignore-scripts', '--loglevel', 'error']);
run(process.execPath, ['esbuild.mjs']);

// Only now is there something to import.
const { startEmbeddedPostgres } = await import('../embedded-postgres.mjs');
const { makeShop } = await import('./shop.mjs');

const scratch = mkdtempSync(path.join(os.tmpdir(), 'migration-lens-'));
const ends = [() => rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })];
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));

try {
  const postgres = await startEmbeddedPostgres();
  ends.push(() => postgres.stop());
  const { folder, env } = await makeShop(scratch, postgres);
  if (hasDesktop()) await desktop(folder, env);
  else await web(folder, env);
} catch (error) {
  console.error(error);
  await end(1);
}

/** Ends with the window. */
async function desktop(folder, env) {
  const child = spawn('code', ['--new-window', '--wait', `--extensionDevelopmentPath=${ROOT}`, `--user-data-dir=${path.join(scratch, 'data')}`, '--disable-workspace-trust', folder], {
    env, stdio: 'ignore', shell: process.platform === 'win32',
  });
  ends.push(() => child.kill());
  console.log(`Migration Lens is ready in VS Code, with ${folder}. Ctrl-C ends it.`);
  await new Promise(resolve => child.once('exit', resolve));
  await end(0);
}

/** Ends when it is told to. */
async function web(folder, env) {
  const { installHost } = await import('./vscode.mjs');
  const { installExtension, startServer } = await import('./host/server.mjs');
  installHost();
  const vsix = path.join(scratch, 'migration-lens.vsix');
  run(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix], 'ignore');
  const places = { data: path.join(scratch, 'data'), extensions: path.join(scratch, 'extensions') };
  await installExtension(vsix, places);
  const server = await startServer({ ...places, env });
  ends.push(() => server.stop());
  console.log(`Migration Lens is ready at http://127.0.0.1:${server.port}/?folder=${encodeURIComponent(folder)}`);
  console.log('Open it in a browser; the view "Migrations" is in the activity bar. Ctrl-C ends everything.');
}

function hasDesktop() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return false;
  return spawnSync('code', ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' }).status === 0;
}

function run(command, argv, stdout = 'inherit') {
  execFileSync(command, argv, { cwd: ROOT, stdio: ['ignore', stdout, 'inherit'], shell: command === 'npm' && process.platform === 'win32' });
}

/** Last started, first ended. */
async function end(code) {
  if (ending) return;
  ending = true;
  for (const stop of ends.reverse()) await stop();
  process.exit(code);
}
