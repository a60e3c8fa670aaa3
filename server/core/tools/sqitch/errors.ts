import type { Span } from '../../text/span.js';

/**
 * Why Sqitch cannot read a plan, in its own words (1.6.2, `Plan.pm`: `_parse`, `check_changes`): it stops at the first line that it
 * does not understand, and after that at the first change that requires what is not planned before it.
 */
export function planError(text: string): { readonly message: string; readonly span: Span } | undefined {
  if (text.trim() === '') return undefined;
  const tags = new Map<string, number>();
  const changes = new Set<string>();
  let sinceTag = new Map<string, number>();
  let project = false;
  let lost: { readonly message: string; readonly span: Span } | undefined;
  let number = 0;
  for (const line of text.replace(/^\uFEFF/, ' ').matchAll(/([^\n]*?)(?:\r?\n|$)/g)) {
    number++;
    const written = line[1]!.replace(/[ \t]*#.*$/, '');
    const start = line.index + written.length - written.trimStart().length;
    if (written.trim() === '') continue;
    if (/^\s*%/.test(written)) {
      project ||= /^\s*%\s*project\s*=\s*\S/.test(written);
      continue;
    }
    const error = lineError(written);
    if (error !== undefined) return { message: `Syntax error in the plan at line ${number}: ${error}`, span: { start, end: start + written.trim().length } };
    lost ??= required(written, start);
  }
  return project ? lost : { message: 'Missing %project pragma in the plan', span: { start: 0, end: 0 } };

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
      changes.add(name);
      return at === undefined ? undefined : `Change "${name}" duplicates earlier declaration on line ${at}`;
    }
    const at = tags.get(name);
    tags.set(name, number);
    sinceTag = new Map();
    return changes.size === 0 ? `Tag "${name}" declared without a preceding change` : at === undefined ? undefined : `Tag "${name}" duplicates earlier declaration on line ${at}`;
  }

  /** Those of other projects, and of changes as they were at a tag, are looked up elsewhere. */
  function required(written: string, start: number): typeof lost {
    const [, name, list] = /^\s*\+?\s*([^\s@:#\\[\]]+)\s+\[([^\]]+)\]/.exec(written) ?? [];
    const lacking = list?.trim().split(/\s+/).find(it => /^[^!@:]+$/.test(it) && !/^[0-9a-f]{40}$/.test(it) && (it === name || !changes.has(it)));
    if (lacking === undefined) return undefined;
    const at = start + written.trimStart().indexOf(lacking, written.trimStart().indexOf('['));
    return { message: `Sqitch stops at the plan: change "${name!}" requires "${lacking}", which is not planned before it`, span: { start: at, end: at + lacking.length } };
  }
}
