import { isUtf8 } from 'node:buffer';
import { readFileSync, readdirSync, type Dirent } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Source } from '../core/migrations/migration.js';
import { isExcludedFolder } from '../core/tools/excluded.js';
import type { Files } from '../flows/ports.js';
import { parseConfig } from './config-files.js';

export function filesOf(root: string): Files {
  const absolute = resolve(root);
  /** When the event loop had its last turn. */
  let turn = performance.now();
  return {
    list: () => list(absolute, pause),
    async read(path) {
      const source = read(absolute, path);
      await pause();
      return source;
    },
    config: ({ path, text }) => parseConfig(path, text),
  };

  async function pause(): Promise<void> {
    if (performance.now() - turn <= LONGEST_TURN) return;
    await new Promise(setImmediate);
    turn = performance.now();
  }
}

/** What a file's bytes mean: byte order marks obeyed, bytes that are no UTF-8 replaced and said. */
export function decode(path: string, bytes: Buffer): Source {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  if (utf16) return { path, text: new TextDecoder(utf16).decode(bytes), bom: true, malformed: true };
  return sourceOf(path, bytes.toString('utf8'), !isUtf8(bytes));
}

function sourceOf(path: string, text: string, malformed: boolean): Source {
  const bom = text.startsWith('\uFEFF');
  return { path, text: bom ? text.slice(1) : text, bom, malformed };
}

/**
 * The nearest folder, from `path` upwards, that holds the project file; without one, `path` itself
 * or the folder of the file it names.
 */
export async function rootOf(path: string): Promise<string> {
  const absolute = resolve(path);
  const start = (await stat(absolute)).isDirectory() ? absolute : dirname(absolute);
  for (let folder = start; ; folder = dirname(folder)) {
    if (await exists(join(folder, 'migration-lens.jsonc'))) return folder;
    if (dirname(folder) === folder) return start;
  }
}

async function list(root: string, pause: () => Promise<void>): Promise<readonly string[]> {
  const paths: string[] = [];
  const followed = new Set([await realpath(root).catch(() => root)]);
  let left = MOST_OUTSIDE;
  await visit(root, '', false);
  return paths.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

  async function visit(folder: string, prefix: string, outside: boolean): Promise<void> {
    const entries = entriesOf(folder);
    if (outside && (left -= entries.length) < 0) return;
    await pause();
    for (const entry of entries) {
      const path = prefix + entry.name;
      if (entry.isFile()) paths.push(path);
      else if (entry.isDirectory()) {
        if (!isExcludedFolder(entry.name)) await visit(folder + sep + entry.name, `${path}/`, outside);
      } else if (entry.isSymbolicLink() && !outside) await follow(folder + sep + entry.name, path, entry.name);
    }
  }

  /** A linked folder is listed once, and not at all where it lies in the root: there it is found without the link. Links in it are left alone. */
  async function follow(link: string, path: string, name: string): Promise<void> {
    const target = await realpath(link).catch(() => undefined);
    if (target === undefined) return;
    const kind = await stat(target).catch(() => undefined);
    if (kind?.isFile()) paths.push(path);
    if (!kind?.isDirectory() || isExcludedFolder(name)) return;
    if ([...followed].some(it => within(target, it) || within(it, target))) return;
    followed.add(target);
    await visit(target, `${path}/`, true);
  }
}

/** None of a folder that has gone, or that we may not list. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Files and folders outside of the root that links lead to: migrations that projects share, not somebody's whole disk. */
const MOST_OUTSIDE = 20_000;

/** Milliseconds. */
const LONGEST_TURN = 4;

function read(root: string, path: string): Source | undefined {
  try {
    // Read at once: of ten thousand small files, promised reads take three times as long. The event loop is let in between.
    const file = root + sep + path;
    const text = readFileSync(file, 'utf8');
    // Bytes that are no UTF-8 have become these, and are seldom looked at: as text, Node reads a file in a single call.
    return text.includes('\uFFFD') ? decode(path, readFileSync(file)) : sourceOf(path, text, false);
  } catch {
    // Deleted since it was listed, a folder, or not ours to read: all the same to who asks.
    return undefined;
  }
}

function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
