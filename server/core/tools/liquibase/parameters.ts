import type { Property } from './formatted.js';
import { isForPostgres, matches } from './contexts.js';

/** Parameters by name; the first that says one wins. Names mind their case. */
export type Parameters = ReadonlyMap<string, string>;

/** Those that are known already, with what a file adds. */
export function withProperties(known: Parameters, properties: readonly Property[], contexts: readonly string[]): Parameters {
  const added = properties.filter(it => !known.has(it.name) && isForPostgres(it.dbms) && (it.contexts === undefined || matches(it.contexts, contexts)));
  if (added.length === 0) return known;
  const all = new Map(known);
  for (const { name, value } of added) if (!all.has(name)) all.set(name, expandText(value, all));
  return all;
}

/** `ExpressionExpander` (Liquibase 4.28.0): `${name}`; what nobody knows stays as it is. */
export function expandText(text: string, parameters: Parameters): string {
  return pieces(text, parameters).map(it => it.text).join('');
}

export interface Piece {
  readonly text: string;
  /** Where the piece begins in the text that was expanded, and whether it stands there as it is. */
  readonly at: number;
  readonly verbatim: boolean;
}

export function pieces(text: string, parameters: Parameters): readonly Piece[] {
  const found: Piece[] = [];
  let done = 0;
  for (const match of text.includes('${') ? text.matchAll(/\$\{([^${}]*)\}/g) : []) {
    const value = parameters.get(match[1]!.trim());
    if (value === undefined) continue;
    if (match.index > done) found.push({ text: text.slice(done, match.index), at: done, verbatim: true });
    found.push({ text: value, at: match.index, verbatim: false });
    done = match.index + match[0].length;
  }
  if (done < text.length) found.push({ text: text.slice(done), at: done, verbatim: true });
  return found;
}
