import { tokens } from '../../sql/lexer.js';
import type { Script } from '../../sql/script.js';
import type { TextEdit } from '../../text/span.js';
import { closed, regionOf } from '../actions/regions.js';
import type { Written } from './rewrite.js';

/**
 * The down of a file whose statement is another now. What took back the direct statement makes way for `text`; where nothing is found that
 * does, `text` comes last, so that it finds the work done if something else has done it. Without `text`, nothing is left to take back.
 */
export function inPlaceOf(undo: Written, text: string | undefined, down: Script): readonly TextEdit[] {
  const position = undoingPiece(undo, down);
  if (text === undefined) return position < 0 ? [] : [{ span: regionOf(down, position), text: '' }];
  const own = normal(text);
  // However the author takes it back, it is the same that is to be taken back.
  if (normal(undo.text) === own) return [];
  if (position >= 0) return [{ span: closed(down.pieces[position]!.span, down.text), text: text.trimEnd() }];
  const pieces = down.pieces.filter(it => it.kind === 'statement');
  if (pieces.some(it => normal(down.text.slice(it.span.start, it.span.end)) === own)) return [];
  const end = down.text.trimEnd().length;
  const open = pieces.length > 0 && !/;\s*$/.test(down.text.slice(pieces.at(-1)!.span.end, end));
  return [{ span: { start: end, end }, text: `${open ? ';' : ''}\n${text.trimEnd()}` }];
}

/** Which piece of the down says `undo`, in whatever words; -1 where none does. */
export function undoingPiece(undo: Written, { pieces, text }: Script): number {
  const wanted = normal(undo.text);
  return pieces.findIndex(it => it.kind === 'statement' && normal(text.slice(it.span.start, it.span.end)) === wanted);
}

/** Without what two ways of saying the same differ in: case, quotes, blanks, comments, names of types, and words that may be left out. */
function normal(sql: string): string {
  return tokens(sql)
    .filter(it => it.kind !== 'comment')
    .map(({ span }) => sql.slice(span.start, span.end))
    .map(it => /^"[a-z_][a-z0-9_]*"$/.test(it) ? it.slice(1, -1) : it.startsWith('"') ? it : it.toLowerCase())
    .filter(it => !OPTIONAL.has(it))
    .map(it => SHORT[it] ?? it)
    .join(' ');
}

const SHORT: Readonly<Record<string, string>> = { integer: 'int', int4: 'int', int8: 'bigint', int2: 'smallint', decimal: 'numeric', bool: 'boolean' };

const OPTIONAL: ReadonlySet<string> = new Set(['column', 'if', 'exists', ';', 'only', 'concurrently']);
