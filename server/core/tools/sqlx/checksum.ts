import { createHash } from 'node:crypto';
import type { Source } from '../../migrations/migration.js';
import type { Project } from '../tool/project.js';

/** In hexadecimal digits. A file that is not UTF-8 stops sqlx. */
export function checksumOf({ text, bom, malformed }: Source, { settings }: Project): string | undefined {
  if (malformed) return undefined;
  const ignored = settings['ignoredChars'] ?? '';
  const whole = bom ? `\uFEFF${text}` : text;
  const counted = ignored === '' ? whole : [...whole].filter(it => !ignored.includes(it)).join('');
  return createHash('sha384').update(counted).digest('hex');
}
