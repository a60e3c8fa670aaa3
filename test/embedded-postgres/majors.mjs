import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The newest builds that npm has of each major, pinned. */
export const MAJORS = { 13: '13.23.0-beta.16', 14: '14.23.0-beta.17', 15: '15.18.0-beta.17', 16: '16.14.0-beta.17', 17: '17.10.0-beta.17', 18: '18.4.0-beta.17' };

const cache = fileURLToPath(new URL('../../.cache/postgres', import.meta.url));

/**
 * The package's folder, in a cache beside the sources.
 *
 * @param {string} name
 * @param {number} major
 */
export function fetched(name, major) {
  const version = MAJORS[/** @type {keyof typeof MAJORS} */ (major)];
  const folder = path.join(cache, version);
  if (!fs.existsSync(folder)) {
    const fresh = `${folder}.${process.pid}`;
    fs.mkdirSync(fresh, { recursive: true });
    execFileSync('npm', ['install', '--prefix', fresh, '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`], { stdio: ['ignore', 'ignore', 'inherit'] });
    fs.renameSync(fresh, folder);
  }
  return path.join(folder, 'node_modules', name);
}
