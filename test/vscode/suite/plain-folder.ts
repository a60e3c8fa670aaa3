import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { codesOf, eventually } from './eventually.js';
import { serverProcess } from './server-process.js';

const extension = vscode.extensions.getExtension('migration-lens.migration-lens')!;
const folder = vscode.workspace.workspaceFolders![0]!.uri;
const file = (path: string) => vscode.Uri.joinPath(folder, path);

describe('a folder without migrations of its own', () => {
  it('leaves the extension asleep', () => {
    assert.equal(extension.isActive, false);
  });

  it('lets every command wake it, quickly', async () => {
    await extension.activate();
    const ms = await timesOfActivation();
    console.log(`    activated in ${ms.join(' + ')} ms: loaded, called, finished`);
    assert.ok(ms.reduce((sum, it) => sum + it, 0) < 100);
    const contributed: readonly { readonly command: string }[] = extension.packageJSON.contributes.commands;
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(contributed.map(it => it.command).filter(it => !registered.has(it)), []);
  });

  it('has no server of ours for files of Python and Ruby', async () => {
    for (const name of ['tools/report.py', 'tools/report.rb']) await vscode.commands.executeCommand('vscode.open', file(name));
    // What the extension asks the disk for is answered in the order in which it was asked.
    for (const place of [file('tools'), folder]) await vscode.workspace.fs.readDirectory(place);
    assert.equal(serverProcess(), undefined);
  });

  it('finds migrations deep in it as soon as a file beside them is opened', async () => {
    await vscode.commands.executeCommand('vscode.open', file('services/billing/app/main.py'));
    await eventually('the finding in a file that nobody has opened', () => codesOf(file('services/billing/db/migrations/20240102000000_drop.sql')).includes('ban-drop-column'));
    assert.ok(serverProcess());
  });
});

/** As VS Code itself has measured them, in milliseconds. */
async function timesOfActivation(): Promise<readonly number[]> {
  await vscode.commands.executeCommand('perfview.show');
  const row = () => vscode.workspace.textDocuments.flatMap(it => it.uri.scheme === 'perf' ? it.getText().split('\n') : []).find(it => it.startsWith(`| ${extension.id} `));
  await eventually('the report of VS Code', () => row() !== undefined);
  const [, , , ...columns] = row()!.split('|');
  return columns.slice(0, 3).map(Number);
}
