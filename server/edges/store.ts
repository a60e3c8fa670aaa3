import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../flows/ports.js';

/**
 * A file for each value, which only its owner can read: it quotes people's migrations. What is there and cannot be read, is damaged
 * or belongs to another key is not there; what cannot be written is not kept. `most`: bytes, beyond which the longest unused go,
 * which is looked at for every eighth of it that is written.
 */
export function storeIn(folder: string, most = 64_000_000): Store {
  /** How much may be written before it is looked again at what there is: to look takes as long as there are files. */
  let room = 0;
  return { get, put };

  async function get(key: readonly string[]): Promise<string | undefined> {
    const path = pathOf(key);
    try {
      const [sum, value] = parted(await readFile(path, 'utf8'));
      if (sum !== sumOf([value])) return undefined;
      const now = new Date();
      await utimes(path, now, now);
      return value;
    } catch {
      return undefined;
    }
  }

  async function put(key: readonly string[], value: string): Promise<void> {
    if (value.length > most / 4) return;
    const path = pathOf(key);
    const fresh = `${path}.${process.pid}`;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      await writeFile(fresh, `${sumOf([value])}\n${value}`, { mode: 0o600, flag: 'wx' });
      await rename(fresh, path);
      room -= value.length;
      if (room < 0) await makeRoom();
    } catch {
      await rm(fresh, { force: true }).catch(() => undefined);
    }
  }

  function pathOf(key: readonly string[]): string {
    return join(folder, sumOf(key));
  }

  async function makeRoom(): Promise<void> {
    room = most / 8;
    const paths = (await readdir(folder)).map(name => join(folder, name));
    // What is written or removed meanwhile, here or by another process, may be gone by now.
    const files = (await Promise.all(paths.map(sizeAndAge))).filter(it => it !== undefined);
    let size = 0;
    for (const it of files.sort((a, b) => b.used - a.used)) {
      size += it.size;
      if (size > most) await rm(it.path, { force: true });
    }
  }
}

async function sizeAndAge(path: string) {
  const found = await stat(path).catch(() => undefined);
  return found && { path, size: found.size, used: found.mtimeMs };
}

/** No two lists of texts have the same, however they are parted. */
function sumOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const it of texts) hash.update(`${it.length}:`).update(it);
  return hash.digest('hex');
}

function parted(text: string): readonly [string, string] {
  const end = text.indexOf('\n');
  return [text.slice(0, end), text.slice(end + 1)];
}
