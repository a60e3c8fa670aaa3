import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of the package that the bundle lies in. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { readonly version: string };
  return manifest.version;
}
