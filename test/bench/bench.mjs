// Prints what the built extension reaches against the bars of its design: `npm run bench`.
// An argument names another folder than out/.
import { execFile } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startServer } from './language-server.mjs';
import { before, flywayProject, flywayProjects, migrations, statements } from './projects.mjs';
import { kinds, workspaceOf } from './tools.mjs';

const out = resolve(process.argv[2] ?? 'out');
const run = promisify(execFile);
const PROJECTS = 35;
const roots = [];

try {
  console.log(`Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)} (more than a fraction of the cores spoils the figures), ${out}\n`);
  console.log(row('', 'min', 'median', 'p95', 'bar'));
  await largeFile();
  await manyMigrations();
  for (const name of Object.keys(kinds)) await index(name, [name]);
  await index('eight tools at once', ['flyway', 'liquibase', 'alembic', 'django', 'rails', 'golang-migrate', 'prisma', 'dbmate']);
  await manyProjects();
  await commandLine();
  vsix();
} finally {
  for (const root of roots) rmSync(root, { recursive: true });
}

/** A file of 2,000 statements behind a small one. */
async function largeFile() {
  const all = statements(2_000);
  const text = all.join('\n\n');
  const { root, paths } = project([before, text]);
  const path = paths[1];

  const starts = { first: [], again: [] };
  const keystrokes = [];
  const resident = [];
  for (let i = 0; i < 8; i++) {
    const start = performance.now();
    // Every second one finds what the one before has kept.
    const server = await startServer(out, root, join(root, `cache-${Math.floor(i / 2)}`));
    await server.projects();
    await server.open(path, text);
    const first = await server.diagnostics(path);
    starts[i % 2 === 0 ? 'first' : 'again'].push(performance.now() - start);
    if (first.items.length === 0) throw new Error('The large file has no finding: nothing was measured');

    if (i === 0) {
      const lines = text.split('\n').flatMap((line, number) => (line.startsWith('ALTER') || line.startsWith('UPDATE') ? [number] : []));
      for (let k = 0; k < 120; k++) {
        const line = lines[(k * 37) % lines.length];
        const begin = performance.now();
        await server.type(path, line, 'UPDATE orders_1'.length, '1');
        await server.diagnostics(path);
        // The first strokes warm up the compiler.
        if (k >= 20) keystrokes.push(performance.now() - begin);
      }
      resident.push(server.memory());
    }
    await server.stop();
  }
  print('server start to first diagnostics, 2,000 statements', 'ms', starts.first, 300);
  print('the same, of a file that it has checked before', 'ms', starts.again, 300);
  print('keystroke to diagnostics, 2,000 statements', 'ms', keystrokes, 50);
  print('memory of the server after it', 'MB', resident, 150);
}

async function manyMigrations() {
  const texts = migrations(10_000);
  const { root, paths } = project(texts);
  const last = paths.length - 1;

  const cold = [];
  const again = [];
  const report = [];
  const resident = [];
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    const server = await startServer(out, root, join(root, `cache-${i}`));
    const [{ migrations: count }] = await server.projects();
    cold.push(performance.now() - start);
    if (count !== texts.length) throw new Error(`${count} migrations are indexed`);

    if (i === 0) {
      await server.open(paths[last], texts[last]);
      for (let k = 0; k < 30; k++) {
        const begin = performance.now();
        await server.type(paths[last], 0, 0, ' ');
        await server.projects();
        again.push(performance.now() - begin);
      }
      const begin = performance.now();
      await server.diagnostics(paths[last]);
      report.push(performance.now() - begin);
      resident.push(server.memory());
    }
    await server.stop();
  }
  print('index of 10,000 migrations, cold, process included', 'ms', cold, 1_500);
  print('index of 10,000 migrations, after one change', 'ms', again, 20);
  print('first diagnostics of the last of 10,000 (all are read)', 'ms', report);
  print('memory of the server after it', 'MB', resident, 300);

  print('check of 10,000 migrations, cold', 'ms', await times(3, () => cli(1, 'check', root, '--format', 'json', '--no-cache')));
  await cli(1, 'check', root, '--format', 'json');
  print('check of 10,000 migrations, unchanged', 'ms', await times(3, () => cli(1, 'check', root, '--format', 'json')));
}

/** 10,000 files in all; one of them is edited, and some come and go. */
async function index(what, names) {
  const { root, last: [{ path, text }], coming } = workspaceOf(names, 10_000 / names.length);
  roots.push(root);
  const cold = [];
  const again = [];
  const created = [];
  const deleted = [];
  const resident = [];
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    const server = await startServer(out, root, join(root, `cache-${i}`));
    const projects = await server.projects();
    cold.push(performance.now() - start);
    if (projects.length !== names.length) throw new Error(`${what}: ${projects.map(it => it.tool)} are found`);

    if (i === 0) {
      await server.open(path, text);
      await server.projects();
      for (let k = 0; k < 30; k++) {
        const begin = performance.now();
        await server.type(path, text.split('\n').length - 1, 0, '\n');
        await server.projects();
        again.push(performance.now() - begin);
      }
      // In turns, so that each that comes finds as many there as the others did.
      for (const it of coming) {
        const begin = performance.now();
        await server.open(it.path, it.text);
        await server.projects();
        created.push(performance.now() - begin);
        const end = performance.now();
        // It was never saved, so that it is gone with its editor. The disk is asked for it, which may take another turn.
        await server.close(it.path);
        await server.projects();
        await server.projects();
        deleted.push(performance.now() - end);
      }
      resident.push(server.memory());
    }
    await server.stop();
  }
  print(`index of 10,000 files, ${what}`, 'ms', cold, 1_500);
  print('  after one change', 'ms', again, 20);
  print('  a file created', 'ms', created, 20);
  print('  a file deleted', 'ms', deleted, 20);
  print('  memory of the server after it', 'MB', resident, 300);
}

/** Beside squawk on the same files, which takes them one by one. */
async function manyProjects() {
  const { root, paths } = flywayProjects(PROJECTS, 200);
  roots.push(root);
  const args = ['check', root, '--format', 'json'];
  const peer = await squawk();
  const [cold, again, theirs] = [[], [], []];
  await cli(PROJECTS, ...args);
  // In turns, so that what else the machine does is the same to all.
  for (let i = 0; i < 5; i++) {
    cold.push(...await times(1, () => cli(PROJECTS, ...args, '--no-cache')));
    again.push(...await times(1, () => cli(PROJECTS, ...args)));
    if (peer !== undefined) theirs.push(...await times(1, () => run(peer, ['--reporter', 'json', ...paths], { maxBuffer: 1 << 30 }).catch(error => (error.code === 1 ? error : Promise.reject(error)))));
  }
  const name = `check of ${paths.length} files in ${PROJECTS} projects`;
  print(`${name}, cold`, 'ms', cold, theirs.length > 0 ? median(theirs) : undefined);
  print('  the same, unchanged', 'ms', again, median(cold) / 5);
  if (peer === undefined) console.log('  squawk on the same files: not run, there is none; `npm install --no-save squawk-cli` brings it');
  else print('  squawk on the same files', 'ms', theirs);
}

/** Where its program is. */
async function squawk() {
  const { stdout } = await run('npx', ['--no-install', '--call', 'command -v squawk']).catch(() => ({ stdout: '' }));
  return stdout.trim() === '' ? undefined : stdout.trim();
}

async function commandLine() {
  const { root } = project(['SELECT 1;\n']);
  print('check of one line, cold', 'ms', await times(15, () => cli(1, 'check', root, '--format', 'json', '--no-cache')), 200);
}

function vsix() {
  const path = join(out, 'migration-lens.vsix');
  if (existsSync(path)) print('.vsix', 'MB', [statSync(path).size / 1024 / 1024], 15);
  else console.log('.vsix: there is none; `npm run package` makes it');
}

function project(texts) {
  const made = flywayProject(texts);
  roots.push(made.root);
  return made;
}

async function cli(projects, ...args) {
  // Findings are exit code 1, and no failure here.
  const env = { ...process.env, XDG_CACHE_HOME: join(roots[0], 'cache') };
  const { stdout } = await run(process.execPath, [join(out, 'cli.js'), ...args], { maxBuffer: 1 << 30, env }).catch(error => (error.code === 1 ? error : Promise.reject(error)));
  if (JSON.parse(stdout).projects.length !== projects) throw new Error('check did not find all projects');
}

async function times(count, work) {
  const found = [];
  for (let i = 0; i < count; i++) {
    const begin = performance.now();
    await work();
    found.push(performance.now() - begin);
  }
  return found;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** The bar is for the 95th percentile; of a handful of runs, for the worst. */
function print(what, unit, values, bar) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const verdict = bar === undefined ? '' : `${at(0.95) <= bar ? 'within' : 'MISSES'} ${Math.round(bar)} ${unit}`;
  console.log(row(what, ...[sorted[0], at(0.5), at(0.95)].map(it => it.toFixed(1)), verdict));
}

function row(what, ...columns) {
  return what.padEnd(58) + columns.map((it, i) => (i < 3 ? it.padStart(10) : `   ${it}`)).join('');
}
