import { createHash, type Hash } from 'node:crypto';
import type { Migration, Source } from '../../migrations/migration.js';
import { fileOf } from '../../text/paths.js';

/** By file: what `atlas.sum` says, or ought to. */
export type Sums = ReadonlyMap<string, string>;

/**
 * `HashFile` (`sql/migrate/dir.go`): one running SHA-256 of all names and contents, told after each file. `undefined` where
 * a file is no UTF-8. Migrations in the tool's order.
 */
export function sumsOf(migrations: readonly Migration[]): Sums | undefined {
  if (migrations.some(it => it.up?.malformed)) return undefined;
  const running = createHash('sha256');
  const sums = new Map<string, string>();
  for (const { up } of migrations) {
    if (!up) continue;
    add(running, up);
    if (!isIgnored(up)) sums.set(fileOf(up.path), told(running));
  }
  return sums;
}

/**
 * The first file that has another sum than is written, or none. Each sum hangs on all before it, so that one that is right speaks
 * for those as well: files are looked at by the hundred, and one by one only where something is wrong.
 */
export function firstAstray(migrations: readonly Migration[], written: Sums): string | undefined {
  const files = migrations.flatMap(({ up }) => up ?? []);
  const running = createHash('sha256');
  for (let from = 0; from < files.length; from += HUNDRED) {
    const block = files.slice(from, from + HUNDRED);
    const each = running.copy();
    for (const file of block) add(running, file);
    const summed = block.filter(it => !isIgnored(it));
    const isRight = summed.at(-1) === block.at(-1) && summed.every(it => written.has(fileOf(it.path))) && told(running) === written.get(fileOf(block.at(-1)!.path));
    const astray = isRight ? undefined : block.find(it => {
      add(each, it);
      return !isIgnored(it) && told(each) !== written.get(fileOf(it.path));
    });
    if (astray) return fileOf(astray.path);
  }
  return undefined;
}

const HUNDRED = 100;

function add(running: Hash, file: Source): void {
  running.update(fileOf(file.path));
  if (!isIgnored(file)) running.update(file.bom ? `\uFEFF${file.text}` : file.text);
}

function told(running: Hash): string {
  return `h1:${running.copy().digest('base64')}`;
}

function isIgnored({ text }: Source): boolean {
  return text.startsWith('-- atlas:sum ignore') && /^-- atlas:sum ignore\b/.test(text);
}

/** The whole file: a sum of the sums in front. */
export function sumFile(sums: Sums): string {
  const whole = createHash('sha256');
  for (const [name, sum] of sums) whole.update(name).update(sum.replace(/^h1:/, ''));
  return `h1:${whole.digest('base64')}\n${[...sums].map(([name, sum]) => `${name} ${sum}\n`).join('')}`;
}

export function parseSums(text: string): Sums {
  return new Map([...text.matchAll(/^(.+\.sql) (h1:[A-Za-z0-9+/=]+)\s*$/gm)].map(it => [it[1]!, it[2]!]));
}
