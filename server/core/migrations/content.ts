import type { Tool } from '../tools/tool.js';
import type { Project } from '../tools/tool/project.js';
import { partOf, pathOf, type Flaw, type Migration, type Source } from './migration.js';
import type { Problem } from './problem.js';

/** What the texts of one migration say before anybody parses them. */
export function* contentProblems(migration: Migration, project: Project, tool: Tool): Iterable<Problem> {
  const { up, down, remarks = [] } = migration;
  for (const remark of [...remarks, ...tool.remarks?.(migration, project) ?? []]) yield { ...remark, path: pathOf(migration) };
  if (up?.flaw) yield { ...problem('bad-section', 'error', up, up.flaw.message), span: up.flaw.span, ...mending(up.path, up.flaw) };
  for (const source of up?.path === down?.path ? [up] : [up, down]) {
    if (source?.malformed && utf8Expected(project)) yield problem('malformed-encoding', 'error', source, malformed(source));
  }
  // Both emptied: a migration taken back, whose number was to stay.
  if (up && isBlank(up) && !(down && isBlank(down)) && tool.settles?.includes('empty-migration') !== true) yield problem('empty-migration', 'warning', up, 'This migration is empty');
  // One text may do for both: Rails reverses it.
  const shared = up?.within !== undefined && up.path === down?.path && up.within.start === down.within?.start;
  // Functions of a language have their names in them.
  if (up && down && !shared && /\.sql$/i.test(up.path) && up.text.length < 1_000_000 && sameStatements(partOf(up), partOf(down))) {
    yield {
      ...problem('down-equals-up', 'warning', down, 'This down file is a copy of its up'),
      related: [{ path: up.path, span: { start: 0, end: 0 }, message: 'The up' }],
    };
  }
}

/** The fix for a flaw whose remedy is known. */
export function mending(path: string, { mend }: Flaw): Pick<Problem, 'fixes'> {
  return mend ? { fixes: [{ title: mend.title, safety: 'review', edits: mend.edits.map(it => ({ kind: 'edit', path, ...it })) }] } : {};
}

function isBlank(source: Source): boolean {
  return /^\s*$/.test(partOf(source));
}

function problem(rule: string, severity: Problem['severity'], { path }: Source, message: string): Problem {
  return { rule, severity, path, span: { start: 0, end: 0 }, message };
}

function malformed({ text }: Source): string {
  const at = text.indexOf('\uFFFD');
  if (at < 0) return 'This file is UTF-16, and the tool reads UTF-8';
  const line = text.slice(0, at).split(/\r\n|\r|\n/).length;
  return `This file is not UTF-8: the first byte that is no text is in line ${line}`;
}

function utf8Expected({ settings }: Project): boolean {
  return /^utf-?8$/i.test(settings['encoding'] ?? 'UTF-8');
}

function sameStatements(up: string, down: string): boolean {
  if (Math.abs(up.length - down.length) > 2000 && up.length !== down.length) return false;
  // CREATE here and DROP there: most are told apart by their first letter, and need no closer look.
  if (beginning(up) !== beginning(down)) return false;
  const text = bare(up);
  // What Sqitch and others begin with, before anything is written; and what does nothing, either way.
  return !/^(?:(?:begin|commit|select(?:\d+|null|true|'[^']*')?);?)*$/.test(text) && text === bare(down);
}

/** The first character behind blanks and line comments, in lower case. */
function beginning(text: string): string | undefined {
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith('--', at)) at += /^[^\n\r]*/.exec(text.slice(at))![0].length;
    else if (/\S/.test(text[at]!)) return text[at]!.toLowerCase();
  }
  return undefined;
}

/** Without blanks, case and line comments, save what stands in quotes: as much as can be told without reading the SQL. */
function bare(text: string): string {
  const outside = /'(?:[^']|'')*'|"[^"]*"|(\$\w*\$)[\s\S]*?\1|--[^\n\r]*|\s+|[A-Z]+/g;
  return text.replace(outside, it => (/^['"$]/.test(it) ? it : /^[A-Z]/.test(it) ? it.toLowerCase() : '')).replace(/;+$/, '');
}
