import type { Span } from '../../../text/span.js';
import type { Text } from '../document.js';

/** What takes a changeset back. */
export type Rollback =
  | { readonly kind: 'sql'; readonly sql: Text }
  /** Said to be nothing. */
  | { readonly kind: 'nothing' }
  /** Begun, and not written yet: Liquibase does not count it. */
  | { readonly kind: 'blank'; readonly span: Span }
  /** That of another changeset, which is run again. */
  | { readonly kind: 'changeset'; readonly id: string; readonly author: string | undefined; readonly path: string | undefined; readonly span: Span };

/** Of the rests of the lines behind `--rollback`, or the lines of a block. */
export function rollbackOf(source: string, lines: readonly Span[]): { readonly rollback?: Rollback } {
  const text = lines.map(it => source.slice(it.start, it.end)).join('\n');
  const bare = text.trim().toLowerCase();
  if (lines.length === 0) return {};
  const span = { start: lines[0]!.start, end: lines.at(-1)!.end };
  if (bare === '') return { rollback: { kind: 'blank', span } };
  if (/^(?:not required|empty)/.test(bare)) return { rollback: { kind: 'nothing' } };
  if (bare.includes('changesetid')) {
    const of = (name: string): string | undefined => new RegExp(String.raw`^[^]*${name}:(\S+)`, 'i').exec(text)?.[1];
    return { rollback: { kind: 'changeset', id: of('changeSetId') ?? '', author: of('changesetAuthor'), path: of('changesetPath'), span } };
  }
  let length = 0;
  const runs = lines.map(it => {
    const run = { text: length, file: it.start };
    length += it.end - it.start + 1;
    return run;
  });
  return { rollback: { kind: 'sql', sql: { text, span, runs } } };
}
