import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';

describe('a folder without SQL', () => {
  it('leaves the extension asleep', () => {
    const extension = vscode.extensions.getExtension('migration-lens.migration-lens');
    assert.ok(extension, 'the extension is there');
    assert.equal(extension.isActive, false);
  });
});
