/** A half-open range of UTF-16 code units: `start <= i < end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replace the text at `span` by `text`. An empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

export function shift({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

export function contains(outer: Span, offset: number): boolean {
  return outer.start <= offset && offset < outer.end;
}

/** Applies edits that do not overlap; their order does not matter, except that equal insertion points keep theirs. */
export function applyEdits(source: string, edits: readonly TextEdit[]): string {
  const inOrder = [...edits].sort((a, b) => a.span.start - b.span.start);
  let at = 0;
  let text = '';
  for (const { span, text: inserted } of inOrder) {
    text += source.slice(at, span.start) + inserted;
    at = span.end;
  }
  return text + source.slice(at);
}

/**
 * libpg_query's trees count UTF-8 bytes, editors count UTF-16 code units. The parser
 * converts at the door with this; nothing behind it knows about bytes.
 * Offsets inside a character, or behind the end, are moved to the next boundary.
 */
export function fromByteOffset(source: string): (byte: number) => number {
  if (/^[\x00-\x7f]*$/.test(source)) return byte => byte;
  const indexAt: number[] = [];
  let index = 0;
  for (const character of source) {
    const code = character.codePointAt(0)!;
    const width = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let i = 0; i < width; i++) indexAt.push(index);
    index += character.length;
  }
  return byte => indexAt[byte] ?? index;
}

/** Converts an offset in code points, as Postgres's error positions and libpg_query's cursor count, from 0. */
export function fromCodePointOffset(source: string, codePoints: number): number {
  let index = 0;
  for (const character of source) {
    if (codePoints-- <= 0) break;
    index += character.length;
  }
  return index;
}
