import type { Migration } from '../../migrations/migration.js';
import { split } from '../../sql/split.js';
import { chunksOf } from './sections.js';

/** The annotation may stand anywhere in the file, and is for both ways. */
export function isWithoutTransaction({ up, down }: Migration): boolean {
  return [up, down].some(it => it !== undefined && /^--[^\n]*\+goose\s+NO TRANSACTION\s*$/im.test(it.text));
}

/** What only goose can send, by its own environment or in messages of its own cut. */
export function expand(text: string, migration: Migration): { readonly text: string } | { readonly problem: string; readonly at: number } {
  const variables = /^--[^\n]*\+goose\s+ENVSUB ON\s*$/im.exec(text);
  if (variables) return { problem: 'goose fills in variables of its own environment', at: variables.index };
  if (!isWithoutTransaction(migration)) return { text };
  const several = chunksOf(text).find(({ start, end }) => split(text.slice(start, end)).pieces.length > 1);
  return several ? { problem: 'goose sends several statements in one message, and without a transaction of its own', at: several.start } : { text };
}
