import type { Span } from './span.js';

/** Both count from 0; `character` counts UTF-16 code units, as LSP does. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Lines end at LF, CRLF or a lone CR, as in LSP. Built once a text, then each look-up is a binary search. */
export interface Lines {
  positionAt(offset: number): Position;
  /** Past the end of a line or of the text, the nearest offset before. */
  offsetAt(position: Position): number;
  rangeOf(span: Span): Range;
}

export function linesOf(text: string): Lines {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }

  return { positionAt, offsetAt, rangeOf: ({ start, end }) => ({ start: positionAt(start), end: positionAt(end) }) };

  function positionAt(offset: number): Position {
    const within = Math.max(0, Math.min(offset, text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= within) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: within - starts[low]! };
  }

  function offsetAt({ line, character }: Position): number {
    const start = starts[line];
    if (start === undefined) return line < 0 ? 0 : text.length;
    const next = starts[line + 1] ?? text.length;
    return Math.min(start + Math.max(0, character), next);
  }
}
