import { isWithoutStatements } from '../../migrations/sections.js';
import type { Sections } from '../tool/reading.js';

/**
 * `createMigrationCommentRegex` (`src/sqlMigration.ts`), for both ways at once. A comment's dashes and blanks, also those of
 * the lines below, are passed as a whole: what begins among them ends as they do.
 */
const MARKER = /--(?<=^[^\S\n]*--)[\s-]*(?:(up|down)\s+migration)?/gim;

/** `getActions`: the first marker of each way counts; without one for `up`, all that is not down is up. */
export function sections(text: string, path?: string): Sections {
  const whole = { start: 0, end: text.length };
  if (path !== undefined && !/\.sql$/.test(path)) return { up: whole, down: whole };
  const markers = [...text.matchAll(MARKER)];
  const startOf = (way: string) => markers.find(it => it[1]?.toLowerCase() === way)?.index;
  const up = startOf('up');
  const down = startOf('down');
  const first = Math.min(up ?? Infinity, down ?? Infinity);
  return {
    up: { start: up ?? 0, end: down === undefined || (up !== undefined && down < up) ? text.length : down },
    ...(down !== undefined && { down: { start: down, end: up === undefined || up < down ? text.length : up } }),
    ...(up !== undefined && !isWithoutStatements(text.slice(0, first)) && {
      flaw: { message: 'node-pg-migrate leaves out what stands before the first of its markers', span: { start: 0, end: text.slice(0, first).trimEnd().length } },
    }),
  };
}

export function hasSections(text: string): boolean {
  return [...text.matchAll(MARKER)].some(it => it[1] !== undefined);
}
