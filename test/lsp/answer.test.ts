import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { CancellationToken, CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';
import { cancellable } from '../../server/lsp/answer.js';
import { bundlePrograms } from '../bundles.js';
import { startServer } from './client.js';

beforeAll(bundlePrograms);

describe('a request that only reads', () => {
  const never = cancellable(() => new Promise<string>(() => undefined));

  it.each([['before it is begun', true], ['while it is answered', false]])('that is cancelled %s is over at once', async (_, early) => {
    const source = new CancellationTokenSource();
    if (early) source.cancel();
    const answer = never({}, source.token);
    if (!early) source.cancel();
    expect(await answer).toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  });

  it('that nobody cancels is answered, or fails, as it does', async () => {
    expect(await cancellable(async (it: string) => it)('word', CancellationToken.None)).toBe('word');
    await expect(cancellable(() => Promise.reject(new Error('broken')))({}, CancellationToken.None)).rejects.toThrow('broken');
  });
});

it.each([
  ['a root path only, and the root left out', (root: string) => ({ rootPath: root }), 1],
  ['a root, and UTF-8 offered first', (root: string) => ({ rootUri: pathToFileURL(root).href, capabilities: { general: { positionEncodings: ['utf-8', 'utf-16'] } } }), 1],
  ['neither root nor folders', () => ({ rootUri: null }), 0],
])('a client that gives %s is answered', async (_, given, found) => {
  const root = mkdtempSync(join(tmpdir(), 'client-'));
  const { rpc, next, ended } = startServer();
  try {
    writeFileSync(join(root, 'V1__first.sql'), 'create table t (id bigint primary key);\n');
    const { capabilities } = await rpc.sendRequest('initialize', { processId: null, capabilities: {}, ...given(root) }) as { readonly capabilities: { readonly positionEncoding: string } };
    expect(capabilities.positionEncoding).toBe('utf-16');
    await rpc.sendNotification('initialized', {});
    while (!((await next('migrations/changed')) as { readonly ready: boolean }).ready) continue;
    expect(await rpc.sendRequest('textDocument/documentSymbol', { textDocument: { uri: pathToFileURL(join(root, 'V1__first.sql')).href } })).toHaveLength(found);
    await rpc.sendRequest('shutdown');
    await rpc.sendNotification('exit');
    expect(await ended).toBe(0);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
