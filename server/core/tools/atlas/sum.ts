import { createHash } from 'node:crypto';
import type { Migration } from '../../migrations/migration.js';
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
    const name = fileOf(up.path);
    running.update(name);
    if (/^-- atlas:sum ignore\b/.test(up.text)) continue;
    running.update(up.bom ? `\uFEFF${up.text}` : up.text);
    sums.set(name, `h1:${running.copy().digest('base64')}`);
  }
  return sums;
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
