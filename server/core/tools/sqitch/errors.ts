import type { Span } from '../../text/span.js';

/**
 * Why Sqitch cannot read a plan, in its own words (1.6.2, `Plan.pm`: `_parse`, `check_changes`): it stops at the first line that it
 * does not understand, after that at the first change that requires what is not planned before it, and `deploy` at a conflict with
 * what the plan has not, or has deployed by then.
 */
export function planError(text: string): { readonly message: string; readonly span: Span } | undefined {
  if (text.trim() === '') return undefined;
  const tags = new Map<string, number>();
  /** The line that first declares each. */
  const changes = new Map<string, number>();
  let sinceTag = new Map<string, number>();
  let project: string | undefined;
  let lost: Found | undefined;
  const conflicts: (Dependency & { readonly name: string; readonly line: number })[] = [];
  let number = 0;
  for (const line of text.replace(/^\uFEFF/, ' ').matchAll(/([^\n]*?)(?:\r?\n|$)/g)) {
    number++;
    const written = line[1]!.replace(/[ \t]*#.*$/, '');
    const start = line.index + written.length - written.trimStart().length;
    if (written.trim() === '') continue;
    if (/^\s*%/.test(written)) {
      project ??= /^\s*%\s*project\s*=\s*(\S+)/.exec(written)?.[1];
      continue;
    }
    const error = lineError(written);
    if (error !== undefined) return { message: `Syntax error in the plan at line ${number}: ${error}`, span: { start, end: start + written.trim().length } };
    const [, name] = /^\s*\+?\s*([^\s@:#\\[\]]+)\s+\[/.exec(written) ?? [];
    if (name === undefined) continue;
    for (const it of dependenciesIn(line[1]!, line.index)) {
      if (it.project !== undefined && it.project !== project) continue;
      if (it.conflicts) conflicts.push({ ...it, name, line: number });
      else if (!isPlanned(it, name)) lost ??= { message: `Sqitch stops at the plan: change "${name}" requires "${it.written}", which is not planned before it`, span: it.span };
    }
  }
  return project === undefined ? { message: 'Missing %project pragma in the plan', span: { start: 0, end: 0 } } : lost ?? conflict();

  function lineError(written: string): string | undefined {
    const [, mark, name, rest] = /^\s*(@|[+-]\s*)?([^\s@:#\\[\]]+)(.*)$/.exec(written) ?? [];
    if (name === undefined) return 'Invalid name';
    const moment = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/.test(rest!);
    const planner = /[^<]+[ \t]+<[^>]+>\s*$/.test(rest!);
    if (!moment) return planner ? 'Missing timestamp' : 'Missing timestamp and planner name and email';
    if (!planner) return 'Missing planner name and email';
    if (mark !== '@') {
      const at = sinceTag.get(name);
      sinceTag.set(name, number);
      if (!changes.has(name)) changes.set(name, number);
      return at === undefined ? undefined : `Change "${name}" duplicates earlier declaration on line ${at}`;
    }
    const at = tags.get(name);
    tags.set(name, number);
    sinceTag = new Map();
    return changes.size === 0 ? `Tag "${name}" declared without a preceding change` : at === undefined ? undefined : `Tag "${name}" duplicates earlier declaration on line ${at}`;
  }

  /** A change as it was at a tag must have been planned when the tag was. */
  function isPlanned({ change, tag }: Dependency, name: string): boolean {
    const tagged = tag === undefined ? Infinity : tags.get(tag);
    if (/^[0-9a-f]{40}$/.test(change)) return true;
    return tagged !== undefined && (change === '' || ((tag !== undefined || change !== name) && (changes.get(change) ?? Infinity) < tagged));
  }

  function conflict(): Found | undefined {
    for (const { name, line, change, tag, written, span } of conflicts) {
      const declared = change === '' ? tags.get(tag ?? '') : changes.get(change);
      if (declared === undefined || (tag !== undefined && !tags.has(tag))) return { message: `Sqitch stops at change "${name}": Unable to find change "${written}" in plan`, span };
      if (declared < line) return { message: `Sqitch stops at change "${name}": Conflicts with previously deployed change: ${written}`, span };
    }
    return undefined;
  }
}

interface Found {
  readonly message: string;
  readonly span: Span;
}

interface Dependency {
  /** Without what makes it a conflict. */
  readonly written: string;
  readonly conflicts: boolean;
  readonly project: string | undefined;
  /** Empty, where only a tag is named. */
  readonly change: string;
  readonly tag: string | undefined;
  readonly span: Span;
}

/** `[a b@v1 @v2 other:c !d]` of a line that begins at this place. */
function* dependenciesIn(line: string, at: number): Iterable<Dependency> {
  const [head, list = ''] = /^[^[#]*\[([^\]]*)/.exec(line) ?? [''];
  for (const { 0: word, index } of list.matchAll(/\S+/g)) {
    const [, mark, project, change = '', tag] = /^(!?)(?:([^:@]+):)?([^:@]*)(?:@(.+))?$/.exec(word) ?? [];
    if (mark === undefined) continue;
    const start = at + head.length - list.length + index;
    yield { written: word.slice(mark.length), conflicts: mark === '!', project, change, tag, span: { start, end: start + word.length } };
  }
}
