import type { Span } from '../../text/span.js';
import type { Flaw } from '../../migrations/migration.js';
import type { Text } from './document.js';
import { DIRECTIVES, HEADER, isFormatted, unexpected } from './formatted/directives.js';
import { readHeader, type Header } from './formatted/header.js';
import { rollbackOf, type Rollback } from './formatted/rollback.js';

export { isFormatted };

/** A changelog in SQL, as `FormattedSqlChangeLogParser` reads it (Liquibase 4.28.0): line by line, without an eye for SQL. */
export interface FormattedSql {
  readonly logicalFilePath?: string;
  readonly properties: readonly Property[];
  readonly changesets: readonly Changeset[];
  /** What Liquibase says where no changeset begins yet. */
  readonly flaw?: Flaw;
}

export interface Property {
  readonly name: string;
  readonly value: string;
  readonly contexts?: string;
  readonly labels?: string;
  readonly dbms?: string;
  readonly global: boolean;
}

export interface Changeset extends Header {
  /** From its header to the next. */
  readonly span: Span;
  /** The lines of SQL, joined as Liquibase joins them: what the checksum is of, before parameters are put in. */
  readonly sql: Text;
  /** Stretches of lines that are no SQL to Liquibase though they may read as such: between `ignoreLines`. */
  readonly left: readonly Span[];
  readonly comment?: string;
  readonly validCheckSums: readonly string[];
  readonly rollback?: Rollback;
  /** The lines that say under which conditions it runs. */
  readonly preconditions: readonly Span[];
  readonly flaw?: Flaw;
}

interface Open {
  readonly header: Header;
  readonly start: number;
  readonly lines: Span[];
  readonly left: Span[];
  readonly rollback: Span[];
  readonly preconditions: Span[];
  readonly validCheckSums: string[];
  comment?: string;
  flaw?: Flaw;
}

export function readFormatted(source: string): FormattedSql {
  const changesets: Changeset[] = [];
  const properties: Property[] = [];
  let logicalFilePath: string | undefined;
  let flaw: Flaw | undefined;
  let open: Open | undefined;
  /** Lines that are passed over: so many, or until the end is said. */
  let ignoring: { readonly rest: number; readonly start: number } | undefined;
  let inRollback: number | undefined;
  let number = 0;

  for (let at = 0; at < source.length;) {
    const { end, next } = lineAt(source, at);
    const line = { start: at, end };
    number++;
    at = next;
    if (ignoring) {
      ignored(line, next);
      continue;
    }
    if (inRollback !== undefined) {
      rolledBack(line);
      continue;
    }
    const first = firstOf(source, line);
    // Nearly all lines are SQL, and are told by their first letter.
    if (first !== DASH && first !== SLASH) open?.lines.push(line);
    else directive(source.slice(line.start, line.end), line, next);
  }
  if (inRollback !== undefined && open) open.flaw ??= { message: 'Liquibase rollback comment is not closed.', span: { start: inRollback, end: lineAt(source, inRollback).end } };
  finish(source.length, true);
  return { ...(logicalFilePath !== undefined && { logicalFilePath }), properties, changesets, ...(flaw && { flaw }) };

  function ignored(line: Span, next: number): void {
    const found = DIRECTIVES.ignoreLines.exec(source.slice(line.start, line.end));
    const over = ignoring!.rest === Infinity ? found?.[1] === 'end' : ignoring!.rest <= 1;
    if (!over) ignoring = { ...ignoring!, rest: ignoring!.rest - 1 };
    else {
      open?.left.push({ start: ignoring!.start, end: next });
      ignoring = undefined;
    }
  }

  function rolledBack(line: Span): void {
    const text = source.slice(line.start, line.end);
    const close = /\*\/[ \t\v\f]*$/.exec(text);
    const end = close ? line.start + close.index : line.end;
    if (source.slice(line.start, end).trim() !== '') open!.rollback.push({ start: line.start, end });
    if (close) inRollback = undefined;
  }

  function directive(text: string, line: Span, next: number): void {
    if (HEADER.test(text) && logicalFilePath === undefined) logicalFilePath = /^.*logicalFilePath:(\S*)/i.exec(text)?.[1];
    if (DIRECTIVES.property.test(text)) {
      const property = propertyOf(text);
      if (property) properties.push(property);
    } else if (DIRECTIVES.notProperty.test(text)) fail(unexpected(number, '--property name=<property name> value=<property value>'), line);
    else if (DIRECTIVES.ignoreLines.test(text)) beginIgnoring(DIRECTIVES.ignoreLines.exec(text)![1]!, line, next);
    else if (DIRECTIVES.notIgnoreLines.test(text) || DIRECTIVES.ignore.test(text)) fail(unexpected(number, '--ignoreLines:<count|start>'), line);
    else if (DIRECTIVES.changeset.test(text)) begin(text, line);
    else if (DIRECTIVES.notChangeset.test(text)) fail(unexpected(number, '--changeset <authorname>:<changesetId>'), line, text.startsWith('-') && !text.startsWith('--') ? dash(line) : undefined);
    else if (open) inChangeset(open, text, line);
    else if (DIRECTIVES.comment.test(text)) fail(`Unexpected formatting at line ${number}. Formatted SQL changelogs do not allow comment lines outside of changesets`, line);
  }

  function begin(text: string, line: Span): void {
    finish(line.start, false);
    const header = readHeader(text, line, number);
    open = { header, start: line.start, lines: [], left: [], rollback: [], preconditions: [], validCheckSums: [], ...(header.flaw && { flaw: header.flaw }) };
  }

  function inChangeset(changeset: Open, text: string, line: Span): void {
    const comment = DIRECTIVES.comment.exec(text);
    const sum = DIRECTIVES.validCheckSum.exec(text);
    const rollback = DIRECTIVES.rollback.exec(text);
    if (comment) changeset.comment = comment[1]!;
    else if (DIRECTIVES.notComment.test(text)) fail(unexpected(number, '--comment <comment>'), line);
    else if (sum) changeset.validCheckSums.push(sum[1]!.trim());
    else if (DIRECTIVES.notValidCheckSum.test(text)) fail(unexpected(number, '--validChecksum <checksum>'), line);
    else if (rollback) changeset.rollback.push({ start: line.end - rollback[1]!.length, end: line.end });
    else if (DIRECTIVES.notRollback.test(text)) fail(unexpected(number, '--rollback <rollback SQL>'), line, dash(line));
    else if (DIRECTIVES.rollbackBlock.test(text)) inRollback = line.start;
    else if (DIRECTIVES.preconditions.test(text)) changeset.preconditions.push(line);
    else if (DIRECTIVES.notPreconditions.test(text)) fail(unexpected(number, '--preconditions <onFail>|<onError>|<onUpdate>'), line);
    else if (DIRECTIVES.precondition.test(text)) {
      changeset.preconditions.push(line);
      const name = DIRECTIVES.precondition.exec(text)![1]!;
      if (!/^(?:sql-check|table-exists|view-exists)$/.test(name)) fail(`The '${name}' precondition type is not supported.`, line);
    } else if (DIRECTIVES.notPrecondition.test(text)) fail(unexpected(number, '--precondition-sql-check'), line);
    else if (DIRECTIVES.emptyPrecondition.test(text)) fail(`Precondition ${DIRECTIVES.emptyPrecondition.exec(text)![1]!.replaceAll('-', ' ')} failed because of missing required parameters`, line);
    else if (DIRECTIVES.licensed.test(text)) fail(`Using '${DIRECTIVES.licensed.exec(text)![1]!} in Formatted SQL changelog' requires a valid Liquibase license key`, line);
    else changeset.lines.push(line);
  }

  function beginIgnoring(what: string, line: Span, next: number): void {
    if (what === 'start') ignoring = { rest: Infinity, start: next };
    else if (/^\d+$/.test(what)) ignoring = Number(what) > 0 ? { rest: Number(what), start: next } : undefined;
    else fail(`Unknown ignoreLines syntax: "${what}"`, line);
  }

  function fail(message: string, span: Span, mend?: Flaw['mend']): void {
    const found = { message, span, ...(mend && { mend }) };
    if (open) open.flaw ??= found;
    else flaw ??= found;
  }

  /** A line with one dash was to have two. */
  function dash({ start, end }: Span): Flaw['mend'] {
    const at = start + source.slice(start, end).indexOf('-');
    return { title: 'Write two dashes', edits: [{ span: { start: at, end: at }, text: '-' }] };
  }

  function finish(end: number, isLast: boolean): void {
    if (!open) return;
    const { header, start, lines, left, rollback, preconditions, validCheckSums, comment } = open;
    const sql = joined(source, lines);
    // At the end of the file nothing is said before it is to run.
    const empty = sql.text === '' ? { message: `No SQL for changeset ${header.author}:${header.id}`, span: header.name } : undefined;
    const found = open.flaw ?? (isLast && lines.length === 0 ? empty : isLast ? undefined : empty);
    changesets.push({
      ...header, span: { start, end }, sql, left, validCheckSums, preconditions,
      ...(comment !== undefined && { comment }), ...rollbackOf(source, rollback), ...(found && { flaw: found }),
    });
    open = undefined;
  }
}

const [DASH, SLASH] = [0x2d, 0x2f] as const;

/** As Java's `readLine`: a line ends with LF, CR or both. */
function lineAt(source: string, start: number): { readonly end: number; readonly next: number } {
  LINE_END.lastIndex = start;
  const found = LINE_END.exec(source);
  return found ? { end: found.index, next: LINE_END.lastIndex } : { end: source.length, next: source.length };
}

const LINE_END = /\r\n|\n|\r/g;

function firstOf(source: string, { start, end }: Span): number {
  let at = start;
  while (at < end && source.charCodeAt(at) <= 0x20) at++;
  return at < end ? source.charCodeAt(at) : 0;
}

/** The lines with line feeds between them, without blanks at both ends, as Java trims: everything up to U+0020. */
function joined(source: string, lines: readonly Span[]): Text {
  const runs: { text: number; file: number }[] = [];
  const parts: string[] = [];
  let length = 0;
  for (const { start, end } of lines) {
    runs.push({ text: length, file: start });
    parts.push(source.slice(start, end));
    length += end - start + 1;
  }
  const text = parts.join('\n');
  let from = 0;
  let to = text.length;
  while (from < to && text.charCodeAt(from) <= 0x20) from++;
  while (to > from && text.charCodeAt(to - 1) <= 0x20) to--;
  const before = runs.findLastIndex(it => it.text <= from);
  const kept = runs.slice(Math.max(before, 0)).filter(it => it.text < to || it.text <= from).map(it => ({ text: Math.max(0, it.text - from), file: it.file + Math.max(0, from - it.text) }));
  const last = kept.at(-1);
  return {
    text: text.slice(from, to),
    span: { start: kept[0]?.file ?? 0, end: last ? last.file + (to - from) - last.text : 0 },
    runs: kept.length > 0 ? kept : [{ text: 0, file: 0 }],
  };
}

function propertyOf(text: string): Property | undefined {
  const one = (name: string, shape = String.raw`\S+`): string | undefined => new RegExp(String.raw`^.*\b${name}:\s*(${shape})`, 'i').exec(text)?.[1];
  const name = one('name');
  const value = one('value', String.raw`\S+`);
  if (name === undefined || value === undefined) return undefined;
  const contexts = (one('contextFilter', String.raw`".*?"|\S*`) || one('context', String.raw`".*?"|\S*`))?.replace(/^"(.*)"$/, '$1');
  const labels = one('labels', String.raw`".*?"|\S*`)?.replace(/^"(.*)"$/, '$1');
  const dbms = one('dbms');
  return {
    name, value, global: one('global')?.toLowerCase() !== 'false',
    ...(contexts && { contexts }), ...(labels && { labels }), ...(dbms && { dbms }),
  };
}
