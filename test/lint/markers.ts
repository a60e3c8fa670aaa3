import type { Span } from '../../server/core/text/span.js';

/** What a marker says: a place and a sentence. */
export interface Marked {
  readonly span: Span;
  readonly message: string;
}

const MARKER = /^(?<lead>-- *)(?<carets>\^+) (?<message>.+)\n?/;

/** Removes `-- ^^^ message` lines from SQL. The comment's own first columns cannot be marked. */
export function withoutMarkers(annotated: string): string {
  return lines(annotated).filter(line => !MARKER.test(line)).join('');
}

/** Writes findings back into the SQL as markers: what a fixture ought to look like. */
export function withMarkers(source: string, findings: readonly Marked[]): string {
  let start = 0;
  return lines(source).map(line => {
    const here = findings.filter(it => start <= it.span.start && it.span.start < start + line.length);
    const markers = here.map(({ span, message }) => {
      const column = Math.max(span.start - start, 3);
      const width = Math.min(span.end - start, line.trimEnd().length) - column;
      return `--${' '.repeat(column - 2)}${'^'.repeat(Math.max(width, 1))} ${message}\n`;
    });
    start += line.length;
    return line + markers.join('');
  }).join('');
}

function lines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
