import type { Problem, Severity } from '../../core/migrations/problem.js';
import type { Report } from '../report.js';
import { printable } from '../terminal.js';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' };

/** Workflow commands, which GitHub shows as annotations. Lines and columns count from 1, the last one included. */
export function githubText(reports: readonly Report[]): string {
  return reports.flatMap(report => report.problems.map(it => `${command(it, report)}\n`)).join('');
}

function command({ path, span, rule, severity, message, fixes = [] }: Problem, { texts }: Report): string {
  const { start, end } = texts.range(path, span);
  // GitHub takes no columns for an annotation of several lines.
  const columns = start.line === end.line && end.character > start.character ? { col: start.character + 1, endColumn: end.character } : {};
  const properties = { file: texts.path(path), line: start.line + 1, endLine: end.line + 1, ...columns, title: rule };
  const help = fixes[0] === undefined ? '' : `\nhelp: ${printable(fixes[0].title)}`;
  return `::${COMMANDS[severity]} ${Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`).join(',')}::${data(printable(message) + help)}`;
}

/** As `@actions/core` 1.11.1 escapes them (`command.ts`). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
