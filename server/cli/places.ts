import type { Position } from '../core/text/lines.js';
import { linesOf } from '../core/text/lines.js';
import type { Lines } from '../core/text/lines.js';
import type { Span } from '../core/text/span.js';
import type { Places } from './print/json.js';
import type { Opened } from './projects.js';

export interface Texts extends Places {
  text(path: string, span: Span): string;
  /** The text of the line that a position is on, without its end. */
  line(path: string, position: Position): string;
}

/** Reads what no project holds: the project file, the tools' configuration. */
export async function placesOf(opened: Opened): Promise<Texts> {
  const texts = new Map<string, string>();
  for (const { sources } of opened.projects) for (const [path, source] of sources) texts.set(path, source.text);
  for (const { path } of opened.problems) {
    if (!texts.has(path)) texts.set(path, (await opened.files.read(path))?.text ?? '');
  }
  const known = new Map<string, Lines>();
  const lines = (path: string): Lines => {
    const found = known.get(path) ?? linesOf(texts.get(path) ?? '');
    known.set(path, found);
    return found;
  };

  return {
    path: opened.shown,
    text: (path, { start, end }) => (texts.get(path) ?? '').slice(start, end),
    range: (path, span) => lines(path).rangeOf(span),
    line: (path, { line }) => {
      const start = lines(path).offsetAt({ line, character: 0 });
      const end = lines(path).offsetAt({ line: line + 1, character: 0 });
      return (texts.get(path) ?? '').slice(start, end).replace(/[\r\n]+$/, '');
    },
  };
}
