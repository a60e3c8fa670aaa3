import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';

// The table lives in ARCHITECTURE.md, so the map and the territory cannot part.
const layers = new Map(
  /```layers\n([\s\S]*?)```/.exec(readFileSync('server/ARCHITECTURE.md', 'utf8'))![1]!
    .trim().split('\n').map(line => line.split('->'))
    .map(([room, may]) => [room!.trim(), may!.trim().split(/\s+/).filter(Boolean)]),
);

/** Deterministic and silent; mirrored by `server/core/platform.d.ts`. */
const PURE = ['node:crypto', 'node:zlib'];

const paths = [...sources('client'), ...sources('server')];

test.each(paths)('%s keeps to its layer', path => {
  const room = [...layers.keys()].find(it => within(path, it));
  expect(room, 'belongs to no layer in ARCHITECTURE.md').toBeDefined();

  const text = readFileSync(path, 'utf8');
  const foreign = [...text.matchAll(/(?:\bfrom\s+|(?<!')\b(?:import|require)\s*\(?\s*)'([^']+)'/g)]
    .map(([, specifier]) => specifier!)
    .filter(specifier => !PURE.includes(specifier))
    .filter(specifier => ![room!, ...layers.get(room!)!].some(it => within(targetOf(path, specifier), it)));
  expect(foreign, `${room} must not import these`).toEqual([]);

  if (room === 'server/core') expect(text).not.toMatch(/\b(Date\.now|new Date\(\)|Math\.random)/);
});

test('rules do not import rules, tools do not import tools', () => {
  const neighbours = paths
    .filter(path => /^server\/core\/lint\/rules\//.test(path))
    .filter(path => /from '\.\/[^']+'/.test(readFileSync(path, 'utf8')));
  expect(neighbours).toEqual([]);
});

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map(path => posix.join(folder, path.replaceAll('\\', '/')));
}

function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier).replace(/\.js$/, '');
  return specifier.startsWith('node:') ? 'node' : 'npm';
}

function within(path: string, room: string): boolean {
  return path.replace(/\.ts$/, '') === room || path.startsWith(`${room}/`);
}
