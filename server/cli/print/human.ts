import type { Problem, Severity } from '../../core/migrations/problem.js';
import type { Position, Range } from '../../core/text/lines.js';
import type { Asked, Report, Totals } from '../report.js';
import { printable } from '../terminal.js';

/** More of a line than this is not helpful, and may be ten megabytes. */
const WIDEST = 160;

const COLOURS: Readonly<Record<Severity, string>> = { error: '\u001b[31m', warning: '\u001b[33m', info: '\u001b[36m', hint: '\u001b[90m' };

interface Shown {
  readonly problem: Problem;
  readonly path: string;
  readonly range: Range;
  /** The line of the file on which the problem starts, without its end. */
  readonly line: string;
}

export function humanText(reports: readonly Report[], { colour }: Asked): string {
  return reports.flatMap(({ texts, problems }) => problems.map(problem => {
    const range = texts.range(problem.path, problem.span);
    return `${problemText({ problem, path: texts.path(problem.path), range, line: texts.line(problem.path, range.start) }, colour)}\n`;
  })).join('');
}

/** A problem as a good compiler tells it: where, what, the line with carets, one line of help. Lines and columns count from 1. */
function problemText({ problem, path, range, line }: Shown, colour: boolean): string {
  const paint = (code: string, text: string): string => colour ? `${code}${text}\u001b[0m` : text;
  const { start } = range;
  const gutter = String(start.line + 1);
  const margin = ' '.repeat(gutter.length);
  const [fix] = problem.fixes ?? [];

  const lines = [
    `${paint('\u001b[1m', `${printable(path)}:${start.line + 1}:${start.character + 1}`)} ${paint(COLOURS[problem.severity], problem.severity)} ${printable(problem.message)} [${problem.rule}]`,
  ];
  if (problem.span.end > problem.span.start) {
    const { text, carets } = excerpt(line, range);
    lines.push(`  ${gutter} | ${text}`, `  ${margin} | ${paint(COLOURS[problem.severity], carets)}`);
  }
  if (fix !== undefined) lines.push(`  ${margin} = help: ${printable(fix.title)}`);
  return `${lines.join('\n')}\n`;
}

/** The part of the line around the range, and what stands below it. */
function excerpt(line: string, { start, end }: Range): { readonly text: string; readonly carets: string } {
  const from = start.character < WIDEST ? 0 : start.character - WIDEST / 2;
  const text = line.slice(from, from + WIDEST);
  const last = end.line > start.line ? line.trimEnd().length : end.character;
  const before = text.slice(0, start.character - from);
  const marked = text.slice(start.character - from, Math.max(last - from, start.character - from + 1));
  return {
    text: printable(withoutPasswords(text)),
    carets: before.replace(/[^\t]/gu, ' ') + '^'.repeat(Math.max(1, [...marked].length)),
  };
}

/** Of URLs, at the same length: what a project file should not hold must not go on into the log of a CI either. */
function withoutPasswords(line: string): string {
  return line.replace(/(:\/\/[^\s:@/"']*:)([^\s@"']+)(?=@)/g, (_, before: string, password: string) => before + '*'.repeat(password.length));
}

export function summaryText({ counts, files, statements }: Totals): string {
  const said = (Object.keys(counts) as readonly Severity[]).filter(it => counts[it] > 0).map(it => counted(counts[it], it));
  return `${said.length === 0 ? 'No problems' : said.join(', ')} in ${counted(files, 'file')}, ${counted(statements, 'statement')}.\n`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Columns padded to the widest cell; the last one is left as it is. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => [...row[column] ?? ''].length)));
  return rows.map(row => `${row.map((cell, column) => column === row.length - 1 ? printable(cell) : printable(cell).padEnd(widths[column] ?? 0)).join('  ').trimEnd()}\n`).join('');
}

export function at(position: Position): string {
  return `${position.line + 1}:${position.character + 1}`;
}
