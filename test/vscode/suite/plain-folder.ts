import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';

const extension = vscode.extensions.getExtension('migration-lens.migration-lens')!;

describe('a folder without SQL', () => {
  it('leaves the extension asleep', () => {
    assert.equal(extension.isActive, false);
  });

  it('lets every command wake it, quickly', async () => {
    const start = performance.now();
    await extension.activate();
    console.log(`    activated in ${Math.round(performance.now() - start)} ms, its code loaded`);

    const contributed: readonly { readonly command: string }[] = extension.packageJSON.contributes.commands;
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(contributed.map(it => it.command).filter(it => !registered.has(it)), []);
  });
});
