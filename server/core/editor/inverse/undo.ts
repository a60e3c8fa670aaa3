import type { Catalog } from '../../schema/catalog.js';
import { identifier } from '../../sql/identifier.js';
import type { Name } from '../../sql/identifier.js';
import type { RawNode } from '../../sql/raw.js';

/** One step back. */
export type Undo =
  /** A statement, as libpg_query's tree. */
  | { readonly kind: 'node'; readonly node: RawNode }
  /** A statement with parts in the author's own words; `quoted` has every name quoted, for where `plain` does not parse. */
  | { readonly kind: 'sql'; readonly plain: string; readonly quoted: string }
  /** What cannot be undone, or only perhaps, and why; `proposal` is SQL for a person to judge. */
  | { readonly kind: 'comment'; readonly why: string; readonly proposal?: string };

/** A statement and what stood around it. */
export interface Place {
  readonly text: string;
  readonly before: Catalog;
  readonly after: Catalog;
  /** Created earlier in the same migration: dropping it undoes everything that was done to it. */
  isNew(relation: Name): boolean;
}

/** How names are written into SQL. */
export type Quote = (name: string) => string;

/** Quotes only where the letters ask for it; a reserved word is not noticed. */
export const plainly: Quote = name => (/^[a-z_][a-z0-9_$]*$/.test(name) ? name : identifier(name));

export function written({ schema, name }: Name, quote: Quote): string {
  return schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`;
}

export function node(tree: RawNode): Undo {
  return { kind: 'node', node: tree };
}

export function sql(write: (quote: Quote) => string): Undo {
  return { kind: 'sql', plain: write(plainly), quoted: write(identifier) };
}

export function cannot(why: string): Undo {
  return { kind: 'comment', why: `Cannot be undone: ${why}.` };
}

export function perhaps(why: string, proposal: string): Undo {
  return { kind: 'comment', why: `Perhaps: ${why}.`, proposal };
}

export function firstLine(text: string): string {
  const line = text.split(/\r\n?|\n/, 1)[0]!.trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
