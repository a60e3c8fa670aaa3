import { split } from '../../sql/split.js';
import type { Span } from '../../text/span.js';
import type { Sections } from '../tool/reading.js';

/** `ParseSQLMigration` (`internal/sqlparser/parser.go`): line by line, without an eye for SQL. */
export function sections(text: string): Sections {
  const { down, flaw, chunks } = readLines(text);
  const up = { start: 0, end: down ?? text.length };
  const sides = { up, ...(down !== undefined && { down: { start: down, end: text.length } }) };
  if (flaw) return { ...sides, flaw };
  // What ends inside a string or a body is cut there, too.
  const torn = split(text.slice(0, up.end)).pieces.find(({ kind, span }) => kind === 'statement' && !chunks.some(it => it.start <= span.start && span.end <= it.end));
  return torn ? { ...sides, flaw: { message: 'goose cuts this statement where a line ends with a semicolon: put it between `-- +goose StatementBegin` and `-- +goose StatementEnd`', span: torn.span } } : sides;
}

/** What goose sends of the up section, each in one message. */
export function chunksOf(text: string): readonly Span[] {
  return readLines(text).chunks;
}

interface Lines {
  readonly down?: number;
  readonly chunks: readonly Span[];
  readonly flaw?: NonNullable<Sections['flaw']>;
}

function readLines(text: string): Lines {
  const chunks: Span[] = [];
  let side: 'start' | 'up' | 'down' = 'start';
  let begun: Span | undefined;
  let chunk: number | undefined;
  let down: number | undefined;

  for (const { 0: raw, index: start } of text.matchAll(/[^\n]+|\n/g)) {
    const line = raw.replace(/\r$/, '');
    const span = { start, end: start + line.length };
    if (/^\s*--/.test(line) && line.includes('+goose')) {
      const words = /^\s/.test(line) || line.split('+goose').length > 2 ? undefined : line.replaceAll('--', '').replace('+goose', '').trim().toLowerCase();
      switch (words) {
        case 'up':
          if (side !== 'start') return failed('duplicate \'-- +goose Up\' annotations', span);
          side = 'up';
          break;
        case 'down':
          if (side !== 'up' || begun) return failed('must start with \'-- +goose Up\' annotation', span);
          down = start;
          if (isOpen(start)) return failed('unexpected unfinished SQL query: missing semicolon?', { start: chunk!, end: start });
          side = 'down';
          chunk = undefined;
          break;
        case 'statementbegin':
          if (side === 'start' || begun) return failed('\'-- +goose StatementBegin\' must be defined after \'-- +goose Up\' or \'-- +goose Down\' annotation', span);
          begun = span;
          break;
        case 'statementend':
          if (!begun) return failed('\'-- +goose StatementEnd\' must be defined after \'-- +goose StatementBegin\'', span);
          if (side === 'up') chunks.push({ start: chunk ?? begun.end, end: start });
          begun = undefined;
          chunk = undefined;
          break;
        case 'no transaction':
        case 'envsub on':
        case 'envsub off':
          break;
        default:
          return failed('failed to parse annotation line: invalid annotation', span);
      }
      continue;
    }
    if (raw === '\n' || (chunk === undefined && /^\s*(?:--|$)/.test(line))) continue;
    if (side === 'start') return failed('failed to parse migration: must start with \'-- +goose Up\' annotation', span);
    chunk ??= start;
    if (!begun && endsStatement(line)) {
      if (side === 'up') chunks.push({ start: chunk, end: span.end });
      chunk = undefined;
    }
  }
  if (side === 'start') return failed('failed to parse migration: must start with \'-- +goose Up\' annotation', { start: 0, end: 0 });
  if (begun) return failed('failed to parse migration: missing \'-- +goose StatementEnd\' annotation', begun);
  if (side === 'up' && isOpen(text.length)) return failed('unexpected unfinished SQL query: missing semicolon?', { start: chunk!, end: text.length });
  return { chunks, ...(down !== undefined && { down }) };

  function isOpen(end: number): boolean {
    return chunk !== undefined && text.slice(chunk, end).trim() !== '';
  }

  function failed(message: string, span: Span): Lines {
    return { chunks, ...(down !== undefined && { down }), flaw: { message: `goose: ${message}`, span } };
  }
}

/** `endsWithSemicolon`: the last word before one that begins with `--`. */
function endsStatement(line: string): boolean {
  const words = line.trim().split(/\s+/);
  const comment = words.findIndex(it => it.startsWith('--'));
  return (comment < 0 ? words : words.slice(0, comment)).at(-1)?.endsWith(';') ?? false;
}
