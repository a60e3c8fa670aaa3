import type { Migration } from '../../migrations/migration.js';
import type { Span } from '../../text/span.js';

/** `sqitch.plan`: what there is, in order. */
export interface Plan {
  readonly project: string | undefined;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly name: string;
  /** What its scripts may be called, without `.sql`: the name, or `name@tag` for a tag before the line that reworks it. */
  readonly scripts: readonly string[];
  /** `Marge N. O’Vera <marge@example.com>`. */
  readonly planner: string;
  readonly span: Span;
}

interface Tag {
  /** The index of the change that it belongs to. */
  readonly after: number;
  readonly name: string;
}

export function planOf(text: string): Plan {
  const changes: { name: string; planner: string; span: Span }[] = [];
  const tags: Tag[] = [];
  let project: string | undefined;
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    const written = line[0].trim();
    const pragma = /^%\s*project\s*=\s*(.*)$/.exec(written);
    if (pragma) project ??= pragma[1]!.replace(/\s+#.*$/, '').trim();
    if (written === '' || /^[%#]/.test(written)) continue;
    const name = /^\+?\s*([^\s[]+)/.exec(written)?.[1];
    if (name === undefined || name === '-') continue;
    if (name.startsWith('@')) tags.push({ after: changes.length - 1, name });
    else {
      const start = line.index + line[0].indexOf(name);
      changes.push({ name, planner: /\d{4}-\d\d-\d\dT[\d:]+Z\s+([^#]*?>)/.exec(written)?.[1] ?? '', span: { start, end: start + name.length } });
    }
  }

  // `rework_tags`: those between the change and the line that reworks it, of the latest change first.
  const reworked = new Map<string, number>();
  const found = changes.map((it): Change => ({ ...it, scripts: [it.name] }));
  for (let i = changes.length - 1; i >= 0; i--) {
    const { name } = changes[i]!;
    const again = reworked.get(name);
    const between = again === undefined ? [] : tagsBetween(tags, i, again);
    if (between.length > 0) found[i] = { ...found[i]!, scripts: between.map(it => name + it) };
    reworked.set(name, i);
  }
  return { project, changes: found };
}

/** Of each change its script: of those that it may have, the first that is there, else the first (`Plan/Change.pm`: `_path_segments`). */
export function scriptsOf({ changes }: Plan, migrations: readonly Migration[]): readonly string[] {
  const deployed = new Set(migrations.filter(it => it.up !== undefined).map(it => it.id));
  return changes.map(({ scripts }) => scripts.find(it => deployed.has(it)) ?? scripts[0]!);
}

/** Names of the tags of these changes, the last change's first; `tags` are in the order of the plan. */
function tagsBetween(tags: readonly Tag[], from: number, to: number): readonly string[] {
  return tags.slice(firstAfter(tags, from), firstAfter(tags, to)).sort((a, b) => b.after - a.after).map(it => it.name);
}

/** Where those of this change and of later ones begin. */
function firstAfter(tags: readonly Tag[], change: number): number {
  let [low, high] = [0, tags.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tags[middle]!.after < change) low = middle + 1;
    else high = middle;
  }
  return low;
}
