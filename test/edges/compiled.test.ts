import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'migration-lens-compiled-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeAll(async () => {
  await build({ entryPoints: ['server/edges/compiled.ts'], outdir: root, platform: 'node', format: 'cjs', logLevel: 'warning' });
  writeFileSync(join(root, 'main.js'), `require('./compiled.js').keepCompiled(process.argv[2]); console.log(require('./other.js').answer());`);
});

/** What a program says whose other bundle answers with `answer`: one character, so that all these bundles are of one length. */
function says(answer: string, folder: string): string {
  writeFileSync(join(root, 'other.js'), `exports.answer = () => '${answer}';`);
  return execFileSync(process.execPath, [join(root, 'main.js'), folder], { encoding: 'utf8' }).trim();
}

/** All files below, with when they were written. */
function filesIn(folder: string): ReadonlyMap<string, number> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(it => join(folder, it));
  return new Map(paths.filter(it => statSync(it).isFile()).map(it => [it, statSync(it).mtimeMs]));
}

test('what was compiled is kept for its owner alone, found again, and never taken for that of another text', () => {
  const folder = join(root, 'a', 'b');
  expect(says('1', folder)).toBe('1');
  const kept = filesIn(folder);
  expect(kept.size).toBeGreaterThan(0);
  expect([says('1', folder), filesIn(folder)]).toEqual(['1', kept]);
  expect([says('2', folder), says('1', folder)]).toEqual(['2', '1']);
  if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test.each([['cut off', (it: Buffer) => it.subarray(0, -1)], ['empty', () => Buffer.alloc(0)], ['one byte changed', (it: Buffer) => Buffer.from(it.map((byte, i) => (i === 100 ? byte ^ 1 : byte)))]])('what is kept and %s is not used', (what, damaged) => {
  const folder = join(root, what);
  says('1', folder);
  const [path] = [...filesIn(folder).keys()];
  const whole = readFileSync(path!);
  writeFileSync(path!, damaged(whole));
  expect(says('1', folder)).toBe('1');
  expect(readFileSync(path!).length).toBe(whole.length);
});

test('nothing is kept where others may write, nor where nobody can', () => {
  const folder = join(root, 'shared');
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  expect([says('1', folder), [...filesIn(folder)]]).toEqual(['1', []]);
  writeFileSync(join(root, 'file'), '');
  expect(says('1', join(root, 'file', 'below'))).toBe('1');
});
