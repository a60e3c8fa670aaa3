import { mkdtempSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { findVscode } from './vscode.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SUITE = path.join(ROOT, 'out/test/suite');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'migration-lens-test-'));

await esbuild.build({
  entryPoints: [path.join(ROOT, 'test/vscode/suite/*.ts')],
  outdir: SUITE, bundle: true, platform: 'node', format: 'cjs', target: 'node20.19', external: ['vscode', 'mocha'], logLevel: 'warning',
});

const vscode = await findVscode();
console.log(`VS Code tests run in ${vscode.title}.`);
try {
  const plain = path.join(scratch, 'plain');
  mkdirSync(plain);
  writeFileSync(path.join(plain, 'notes.md'), 'No SQL here.\n');
  await runSuite(plain, 'plain-folder');
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function runSuite(folder, tests) {
  await runTests({
    vscodeExecutablePath: vscode.executable,
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: path.join(SUITE, 'index.js'),
    extensionTestsEnv: { MIGRATION_LENS_TESTS: tests },
    launchArgs: [folder, '--disable-extensions', `--user-data-dir=${scratch}/${tests}`, `--extensions-dir=${scratch}/extensions`],
  });
}
