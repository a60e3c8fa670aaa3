import type { MaskStyle } from '../core/sql/mask.js';
import type { Piece, Script } from '../core/sql/script.js';
import { split } from '../core/sql/split.js';
import { shift } from '../core/text/span.js';
import type { Parsed, Parser } from './ports.js';

/** Reads scripts; what was parsed once is remembered by its text, so that an edit costs one statement. */
export interface Scripts {
  read(text: string, masks?: readonly MaskStyle[]): Promise<Script>;
}

export function scripts(parser: Parser): Scripts {
  const known = new Map<string, Parsed>();

  return {
    async read(text) {
      const { pieces, comments } = split(text);
      const texts = pieces.map(({ span }) => text.slice(span.start, span.end));
      const unknown = [...new Set(texts.filter((it, i) => pieces[i]!.kind === 'statement' && it.length <= LARGEST && !known.has(it)))];
      if (unknown.length > 0) {
        const parsed = await parser.parse(unknown);
        unknown.forEach((it, i) => known.set(it, parsed[i]!));
      }
      return {
        text,
        comments,
        pieces: pieces.map(({ kind, span }, i): Piece => {
          if (kind !== 'statement') return { kind, span };
          const parsed = known.get(texts[i]!);
          if (!parsed) return { kind: 'opaque', span, keyword: /^\w*/.exec(texts[i]!)![0].toLowerCase() };
          return parsed.kind === 'statement' ? { ...parsed, span } : { ...parsed, span, at: shift(parsed.at, span.start) };
        }),
      };
    },
  };
}

/** In UTF-16 code units; beyond it a statement is data, and its tree would take hundreds of megabytes. */
const LARGEST = 256 * 1024;
