import type { Node, Text } from '../document.js';
import type { Cutting } from '../split.js';
import type { Naming } from './names.js';

/** What a change sends: a statement of Liquibase's making, SQL that stands in the file, or something that cannot be told. */
export type Said =
  | { readonly kind: 'made'; readonly sql: string; readonly at?: Node }
  | { readonly kind: 'written'; readonly sql: Text; readonly before: string; /** Absent, it is sent as a whole. */ readonly cutting?: Cutting }
  | { readonly kind: 'unknown'; readonly at?: Node };

/** By the name of a change. */
export type Changes = Readonly<Record<string, (node: Node, naming: Naming) => readonly Said[]>>;

export function say(sql: string, at?: Node): Said {
  return { kind: 'made', sql, ...(at && { at }) };
}
