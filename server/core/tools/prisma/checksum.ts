import { createHash } from 'node:crypto';
import type { Source } from '../../migrations/migration.js';

/** `render_checksum`, in hexadecimal digits. */
export function checksumOf({ text, bom, malformed }: Source): string | undefined {
  return malformed ? undefined : sha256(bom ? `\uFEFF${text}` : text);
}

/** `script_matches_checksum`: other line ends are no difference, and older engines left out the zero in front of a digit. */
export function matches(source: Source, stored: string): boolean {
  if (source.malformed) return false;
  const text = source.bom ? `\uFEFF${source.text}` : source.text;
  return [text, text.replaceAll('\r\n', '\n'), text.replace(/\r?\n/g, '\r\n')].some(it => {
    const sum = sha256(it);
    return sum === stored || (stored.length !== 64 && sum.replace(/(..)/g, pair => pair.replace(/^0/, '')) === stored);
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
