import type { Migration, Source } from '../../migrations/migration.js';
import type { Project } from '../tool/project.js';
import { siphash13 } from './siphash.js';

/** `Migration::unapplied`: of the name, the version and the text, as Rust hashes them; a number of 64 bits, in decimal. */
export function checksumOf({ text, bom, malformed }: Source, { name, version = '0' }: Pick<Migration, 'name' | 'version'>, { settings }: Pick<Project, 'settings'>): string | undefined {
  if (malformed) return undefined;
  const [title, sql] = [name, bom ? `\uFEFF${text}` : text].map(it => new TextEncoder().encode(it)) as [Uint8Array, Uint8Array];
  const size = settings['versions'] === 'int8' ? 8 : 4;
  const bytes = new Uint8Array(title.length + 1 + size + sql.length + 1).fill(0xff);
  bytes.set(title);
  for (let i = 0, rest = BigInt(version); i < size; i++, rest >>= 8n) bytes[title.length + 1 + i] = Number(rest & 0xffn);
  bytes.set(sql, title.length + 1 + size);
  return String(siphash13(bytes));
}
