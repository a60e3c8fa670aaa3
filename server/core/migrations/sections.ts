import type { Tool } from '../tools/tool.js';
import type { Migration, Source } from './migration.js';

/** Both ways of a migration that is one file. */
export type Sides = Pick<Migration, 'up' | 'down'>;

/**
 * Each section as a source of its own, without what follows it, and with blanks for what stands before it:
 * every offset and every line in it is the file's.
 */
export function sidesOf(source: Source, sections: NonNullable<Tool['sections']>): Sides {
  const { up, down, flaw } = sections(source.text, source.path);
  return {
    up: { ...part(up.start, up.end), ...(flaw && { flaw }) },
    ...(down && { down: part(down.start, down.end) }),
  };

  function part(start: number, end: number): Source {
    return { ...source, text: source.text.slice(0, start).replace(/[^\r\n]/g, ' ') + source.text.slice(start, end) };
  }
}

/** The migration after an edit of its file, or of one of its files. */
export function withSource(migration: Migration, source: Source, { sections }: Tool): Migration {
  const { up, down, ...same } = migration;
  if (sections) return { ...same, ...sidesOf(source, sections) };
  return { ...migration, ...(up?.path === source.path && { up: source }), ...(down?.path === source.path && { down: source }) };
}

/** Whether both ways are one file's sections. */
export function isOneFile({ up, down }: Migration): boolean {
  return up !== undefined && up.path === down?.path;
}

/** Only blanks and comments, as far as a glance can tell. */
export function isWithoutStatements(text: string): boolean {
  return /^(?:\s|--[^\n]*|\/\*[^*]*\*\/)*$/.test(text);
}
