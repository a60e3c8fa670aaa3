import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { copyShop } from './shop.mjs';
import { findVscode, installHost } from './vscode.mjs';

/** Tests in a real VS Code: behaviour inside its extension host, then what a person sees, on the packaged extension. */
const ROOT = path.resolve(import.meta.dirname, '../..');
const SUITE = path.join(ROOT, 'out/test/suite');
const VSIX = path.join(ROOT, 'out/migration-lens.vsix');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'migration-lens-test-'));

await esbuild.build({
  entryPoints: [path.join(ROOT, 'test/vscode/suite/*.ts')],
  outdir: SUITE, bundle: true, platform: 'node', format: 'cjs', target: 'node20.19', external: ['vscode', 'mocha'], logLevel: 'warning',
});

try {
  const vscode = await findVscode();
  console.log(`VS Code tests run in ${vscode.title}.`);
  await inHost(vscode.executable, plainFolder(), 'plain-folder');
  await inHost(vscode.executable, copyShop(path.join(scratch, 'editing')), 'editing');
  if (process.platform === 'linux' && process.arch === 'x64') onScreen();
  else console.log('What a person sees was not tested: the npm packages of VS Code\'s server are for Linux on x64.');
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

async function inHost(executable, folder, tests) {
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: path.join(SUITE, 'index.js'),
    extensionTestsEnv: { MIGRATION_LENS_TESTS: tests },
    launchArgs: [folder, '--disable-extensions', `--user-data-dir=${path.join(scratch, 'data', tests)}`, `--extensions-dir=${path.join(scratch, 'extensions')}`],
  });
}

/** In a browser, with the package installed as a person would install it. */
function onScreen() {
  installHost();
  if (!existsSync(VSIX)) throw new Error('There is no package to test: npm run package');
  const { status } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', '--test-timeout=240000', '--test-concurrency=1', ...['screen', 'repair', 'rewrite', 'several', 'trust', 'pseudo'].map(it => path.join(import.meta.dirname, `${it}.test.mjs`))], { stdio: 'inherit', env: { ...process.env, MIGRATION_LENS_VSIX: VSIX } });
  if (status !== 0) throw new Error('What a person sees is not what it should be.');
}

/** Little of it is about migrations, and that lies deep. */
function plainFolder() {
  const folder = path.join(scratch, 'plain');
  for (const [name, text] of Object.entries({
    'notes.md': 'No SQL here.\n',
    'tools/report.py': 'print("nothing about migrations")\n',
    'tools/report.rb': 'puts "nothing about migrations"\n',
    'services/billing/app/main.py': 'print("billing")\n',
    'services/billing/db/migrations/20240101000000_make.sql': '-- migrate:up\ncreate table bills (id bigint primary key, note text);\n\n-- migrate:down\ndrop table bills;\n',
    'services/billing/db/migrations/20240102000000_drop.sql': '-- migrate:up\nalter table bills drop column note;\n\n-- migrate:down\nalter table bills add column note text;\n',
  })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}
