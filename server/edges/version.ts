import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Of the package that the bundle lies in. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { readonly version: string };
  return manifest.version;
}

/** Tells builds apart, even of one version. */
export function build(): string {
  const { size, mtimeMs } = statSync(__filename);
  return `${version()} ${size} ${mtimeMs}`;
}
