import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the system keeps what can be made again. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  switch (process.platform) {
    case 'win32': return join(env['LOCALAPPDATA'] || join(homedir(), 'AppData', 'Local'), 'migration-lens', 'Cache');
    case 'darwin': return join(homedir(), 'Library', 'Caches', 'migration-lens');
    default: return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'migration-lens');
  }
}
