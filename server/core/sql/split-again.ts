import { shift } from '../text/span.js';
import { cuttings, type Cut, type Cutting } from './split.js';

/** A text that was cut. */
export interface CutText {
  readonly text: string;
  readonly cut: Cut;
}

/** What `split` gives for a text that differs in one place from an earlier one: only what lies around that place is read. */
export function splitAgain(text: string, before: CutText): Cut {
  const old = before.cut.pieces;
  const by = text.length - before.text.length;
  const { ahead, behind } = sameIn(before.text, text);
  // What stands before a piece that is whole, with what follows it, was cut without a look at the edit. Data has no beginning of its own.
  const first = Math.max(0, old.findLastIndex(it => it.kind !== 'copy-data' && it.end < ahead));
  const from = old[first] && old[first].end < ahead ? old[first].span.start : 0;
  const pieces = from === 0 ? [] : old.slice(0, first);
  const comments = before.cut.comments.filter(it => it.start < from);

  let next = first;
  for (const piece of cuttings(text, from, comments)) {
    const { start } = piece.span;
    while (next < old.length && old[next]!.span.start + by < start) next++;
    const same = old[next];
    if (same && same.span.start + by === start && start >= text.length - behind && same.kind !== 'copy-data' && piece.kind !== 'copy-data') {
      return {
        pieces: [...pieces, ...old.slice(next).map(it => moved(it, by))],
        comments: [...comments.filter(it => it.start < start), ...before.cut.comments.filter(it => it.start >= same.span.start).map(it => shift(it, by))],
      };
    }
    pieces.push(piece);
  }
  return { pieces, comments };
}

function moved(piece: Cutting, by: number): Cutting {
  return by === 0 ? piece : { ...piece, span: shift(piece.span, by), end: piece.end + by };
}

/** How many characters are the same at the beginning and, of the rest, at the end. */
function sameIn(a: string, b: string): { readonly ahead: number; readonly behind: number } {
  const shorter = Math.min(a.length, b.length);
  let ahead = 0;
  while (ahead + AT_ONCE <= shorter && a.slice(ahead, ahead + AT_ONCE) === b.slice(ahead, ahead + AT_ONCE)) ahead += AT_ONCE;
  while (ahead < shorter && a.charCodeAt(ahead) === b.charCodeAt(ahead)) ahead++;

  const most = shorter - ahead;
  let behind = 0;
  while (behind + AT_ONCE <= most && tail(a, behind) === tail(b, behind)) behind += AT_ONCE;
  while (behind < most && a.charCodeAt(a.length - behind - 1) === b.charCodeAt(b.length - behind - 1)) behind++;
  return { ahead, behind };
}

function tail(text: string, behind: number): string {
  return text.slice(text.length - behind - AT_ONCE, text.length - behind);
}

/** Characters that are compared in one go. */
const AT_ONCE = 1_024;
