import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { storeIn } from '../../server/edges/store.js';

const root = mkdtempSync(join(tmpdir(), 'migration-lens-store-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('what was put is there, under its key alone, and for its owner alone', async () => {
  const folder = join(root, 'a', 'b');
  const store = storeIn(folder);
  await store.put(['a', 'b'], 'é 😀 \n');
  expect([await store.get(['a', 'b']), await store.get(['ab']), await store.get(['a', 'b', '']), await store.get(['b', 'a'])]).toEqual(['é 😀 \n', undefined, undefined, undefined]);
  await store.put(['a', 'b'], 'again');
  expect([await store.get(['a', 'b']), readdirSync(folder).length]).toEqual(['again', 1]);
  if (process.platform !== 'win32') expect([folder, join(folder, readdirSync(folder)[0]!)].map(it => statSync(it).mode & 0o777)).toEqual([0o700, 0o600]);
});

test.each([['cut off', (it: string) => it.slice(0, -1)], ['empty', () => ''], ['something else', () => 'null'], ['one character changed', (it: string) => it.replace('value', 'valve')]])('a file that is %s is not there', async (what, damaged) => {
  const folder = join(root, what);
  const store = storeIn(folder);
  await store.put(['key'], 'some value');
  const path = join(folder, readdirSync(folder)[0]!);
  writeFileSync(path, damaged(readFileSync(path, 'utf8')));
  expect(await store.get(['key'])).toBe(undefined);
  await store.put(['key'], 'new');
  expect(await store.get(['key'])).toBe('new');
});

test('beyond its size the longest unused go', async () => {
  const folder = join(root, 'full');
  const store = storeIn(folder, 1_000);
  for (const [i, key] of ['first', 'second', 'third'].entries()) {
    await store.put([key], 'x'.repeat(200));
    for (const name of readdirSync(folder).slice(0, i + 1)) utimesSync(join(folder, name), 1, statSync(join(folder, name)).mtimeMs > 1e12 ? i + 1 : statSync(join(folder, name)).mtimeMs / 1000);
  }
  await store.get(['first']);
  await store.put(['fourth'], 'x'.repeat(200));
  expect(await Promise.all(['first', 'second', 'third', 'fourth'].map(async it => (await store.get([it])) !== undefined))).toEqual([true, false, true, true]);
  await store.put(['huge'], 'x'.repeat(600));
  expect(await store.get(['huge'])).toBe(undefined);
});

test('however many are put at once, what is kept is never much more than its size', async () => {
  const folder = join(root, 'many');
  const store = storeIn(folder, 10_000);
  const sizes: number[] = [];
  for (let i = 0; i < 10; i++) {
    await Promise.all(Array.from({ length: 20 }, (_, j) => store.put([`${i} ${j}`], 'x'.repeat(100))));
    sizes.push(readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0));
  }
  expect(Math.max(...sizes)).toBeGreaterThan(5_000);
  expect(Math.max(...sizes)).toBeLessThan(15_000);
});

test('a folder that cannot be written keeps nothing, and nothing fails', async () => {
  writeFileSync(join(root, 'file'), '');
  const store = storeIn(join(root, 'file', 'below'));
  await store.put(['key'], 'value');
  expect(await store.get(['key'])).toBe(undefined);
});
