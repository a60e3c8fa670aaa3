import type { Source } from '../../migrations/migration.js';
import type { Content, Reading } from '../tool/reading.js';

/** The one migration of a file that is called by its name, and has both ways in it. */
export function wholeFile({ text }: Source, reading: Reading | undefined): readonly Content[] {
  if (reading?.kind !== 'migration') return [];
  const whole = { start: 0, end: text.length };
  return [{ id: reading.id, kind: 'versioned', version: reading.id, name: reading.name, up: whole, down: whole }];
}
