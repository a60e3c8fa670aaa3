import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { servers } from '../../../client/agents.js';
import { codeOf, codesOf, eventually } from './eventually.js';
import { serverProcess } from './server-process.js';

const extension = vscode.extensions.getExtension('migration-lens.migration-lens')!;
const folder = vscode.workspace.workspaceFolders![0]!.uri;
const file = (name: string) => vscode.Uri.joinPath(folder, 'db/migration', name);
const RISKY = file('V4__find_orders_by_customer.sql');

describe('a folder with migrations', () => {
  it('wakes the extension without being asked', async () => {
    await eventually('active', () => extension.isActive);
  });

  it('underlines a risky statement', async () => {
    await vscode.window.showTextDocument(RISKY);
    await eventually('the finding', () => codesOf(RISKY).includes('require-concurrent-index-creation'));
  });

  it('says in a hover what the statement blocks', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', RISKY, new vscode.Position(0, 9));
    const text = hovers.flatMap(it => it.contents).map(it => (typeof it === 'string' ? it : it.value)).join('\n');
    assert.match(text, /SHARE/);
    assert.match(text, /INSERT/);
  });

  it('mends it with a quick fix that one undo takes back', async () => {
    const editor = await vscode.window.showTextDocument(RISKY);
    const before = editor.document.getText();
    const [diagnostic] = vscode.languages.getDiagnostics(RISKY).filter(it => codeOf(it) === 'require-concurrent-index-creation');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', RISKY, diagnostic!.range, vscode.CodeActionKind.QuickFix.value, 10);
    const fix = actions.find(it => /concurrently/i.test(it.title) && it.edit);
    assert.ok(fix, `no fix among: ${actions.map(it => it.title).join(', ')}`);

    assert.ok(await vscode.workspace.applyEdit(fix.edit!));
    assert.match(editor.document.getText(), /create index concurrently/);
    await eventually('silence', () => !codesOf(RISKY).includes('require-concurrent-index-creation'));

    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
    await eventually('the finding again', () => codesOf(RISKY).includes('require-concurrent-index-creation'));
  });

  it('offers agents a server, which the editor can start', async () => {
    const [server, ...others] = servers(vscode.Uri.joinPath(extension.extensionUri, 'out', 'cli.js').fsPath, '1');
    assert.deepEqual([server!.label, server!.cwd!.toString(), others], ['Migration Lens', folder.toString(), []]);
    const request = { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } } };
    const child = spawn(server!.command, server!.args, { cwd: server!.cwd!.fsPath, env: { ...process.env, ...server!.env as Record<string, string> }, stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const [answer] = await once(child.stdout, 'data');
    child.stdin.end();
    assert.equal(JSON.parse(String(answer)).result.serverInfo.name, 'migration-lens');
  });

  it('checks what is typed, before it is saved', () => checksWhatIsTyped('ban-drop-column', 'alter table orders drop column placed_at;'));

  it('underlines a file that the tool would skip, as soon as it is there', async () => {
    const odd = file('V5_one_underscore.sql');
    await vscode.workspace.fs.writeFile(odd, Buffer.from('select 1;\n'));
    await eventually('a finding on its name', () => vscode.languages.getDiagnostics(odd).length > 0);
    await vscode.workspace.fs.delete(odd);
    await eventually('silence', () => vscode.languages.getDiagnostics(odd).length === 0);
  });

  for (const [where, key] of [['migration-lens.jsonc', 'connections'], ['.vscode/settings.json', 'migrationLens.connections']] as const) {
    it(`moves a password that was pasted into ${where} to the secret storage`, async () => {
      const settings = vscode.Uri.joinPath(folder, where);
      const address = (password: string) => `{ "${key}": { "gone": { "url": "postgres://app${password}@127.0.0.1:1/app" } } }\n`;
      await vscode.workspace.fs.writeFile(settings, Buffer.from(address(':geheim')));
      const { document } = await vscode.window.showTextDocument(settings);
      await eventually('the warning', () => vscode.languages.getDiagnostics(settings).some(it => /password/.test(it.message)));
      const at = document.positionAt(document.getText().indexOf('postgres:'));
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', settings, new vscode.Range(at, at), vscode.CodeActionKind.QuickFix.value);
      const { command, arguments: words = [] } = actions.find(it => /secret storage/.test(it.title))!.command!;
      await vscode.commands.executeCommand(command, ...words);
      assert.equal(document.getText(), address(''));
      await document.save();
      await eventually('silence', () => vscode.languages.getDiagnostics(settings).length === 0);
      await vscode.workspace.fs.delete(settings);
    });
  }

  it('folds statements', async () => {
    const { document } = await vscode.window.showTextDocument(file('V1__create_customers_and_orders.sql'));
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
    assert.deepEqual(folds.map(it => [it.start, it.end]), [[0, 4], [6, 10]]);
  });

  it('goes on when its server is killed', async () => {
    process.kill(serverProcess()!, 'SIGKILL');
    await checksWhatIsTyped('ban-drop-table', 'drop table orders;');
  });

  it('goes on when its server is restarted by hand', async () => {
    const before = serverProcess();
    await vscode.commands.executeCommand('migrationLens.restartServer');
    await eventually('another process', () => serverProcess() !== before);
    await checksWhatIsTyped('ban-drop-table', 'drop table orders;');
  });
});

async function checksWhatIsTyped(code: string, text: string): Promise<void> {
  const editor = await vscode.window.showTextDocument(RISKY);
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  await editor.edit(edit => edit.insert(end, `\n${text}\n`));
  await eventually(code, () => codesOf(RISKY).includes(code));
  assert.ok(editor.document.isDirty);
  await vscode.commands.executeCommand('undo');
  await eventually('silence', () => !codesOf(RISKY).includes(code));
}
